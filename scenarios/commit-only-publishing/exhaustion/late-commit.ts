import type { Scenario } from '../../contract/index.ts';
import { type Finding, countFindings, demandNone } from '../finding.ts';
import { InconclusiveError } from '../../contract/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { Overtaking } from './overtaking.ts';

/**
 * An operation is held at each of its statements while another one commits and is relayed; what it commits when it is let go must be
 * published like everything else.
 */
export const lateCommit: Scenario = {
  id: 'COMMIT-22',
  title: 'MUST publish what commits late, wherever it was overtaken',
  needs: ['real-commit', 'concurrency', 'wire'],
  run: async (subject, report) => {
    await using overtaking = await Overtaking.open(subject);
    const findings: Finding[] = [];
    for (const [name] of mutatingOperations(subject)) {
      const race = await overtaking.everywhere(name, report.signal);
      report.attach(race.detail);
      findings.push(...race.findings.map((finding) => ({ ...finding, text: `${name} ${finding.text}` })));
      report.count('faultPoints', race.points);
      report.progress(`  ${name}: overtaken at ${race.points} statements`);
      if (findings.length > 0) break;
    }
    countFindings(report, findings);
    demandNone(findings);
    if (report.evidence.faultPoints === 0) throw new InconclusiveError('no operation could be overtaken');
  },
};
