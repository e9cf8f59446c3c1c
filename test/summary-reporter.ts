import type { Reporter, TestModule } from 'vitest/node';

/** Says why tests were skipped, and closes a run with the one line that a CI reads: `N passed, N failed, N skipped`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    const notes = new Map<string, number>();
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        counts[result.state] += 1;
        if (result.state === 'skipped' && result.note !== undefined)
          notes.set(result.note, (notes.get(result.note) ?? 0) + 1);
      }
    }
    for (const [note, times] of notes) process.stdout.write(`skipped ${times}: ${note}\n`);
    process.stdout.write(
      `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped\n`,
    );
  }
}
