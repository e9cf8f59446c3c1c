import type { Reporter, Subject } from '../contract/index.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { type Script, judgeScript } from './script.ts';

/** Runs scripts one after the other, each judged alone, and demands that none broke the promise. */
export async function demandOfScripts(subject: Subject, report: Reporter, scripts: readonly Script[]): Promise<void> {
  const findings: Finding[] = [];
  for (const script of scripts) {
    report.signal.throwIfAborted();
    findings.push(...(await judgeScript(subject, report, script)));
  }
  countFindings(report, findings);
  demandNone(findings);
}
