import { defineCommand } from 'citty';
import { renderJson, renderSabotage, runSabotage, suites as allSuites } from '../scenarios/index.ts';
import { exitCodeOfSabotage } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { stopAtMisconfiguration } from './stop-at-misconfiguration.ts';
import { paintForStdout, toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  reporter: {
    type: 'enum',
    default: 'pretty',
    options: ['pretty', 'json'] as string[],
    description: 'The document on stdout; progress goes to stderr',
  },
} as const;

/** Half of what a saboteur costs is waiting for a deadline. */
const sideBySide = 2;

export const sabotage = defineCommand({
  meta: {
    name: 'rustok-testkit sabotage',
    description: 'Prove the scenarios themselves: each must notice the mistakes it is meant for',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    if (given._.length > 0) throw new UsageError(`sabotage takes no names, it got ${given._.join(' ')}`);
    const report = await runSabotage(allSuites, {
      sideBySide,
      onProgress: toStderr,
      onOutcome: stopAtMisconfiguration,
    });
    await toStdout(given.reporter === 'json' ? renderJson(report) : renderSabotage(report, paintForStdout));
    return exitCodeOfSabotage(report);
  },
});
