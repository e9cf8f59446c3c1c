import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** The environment variable that marks every process which a verified command starts. */
export const markName = 'RUSTOK_VERIFY_MARK';

/** Command lines of living processes that inherited the mark. */
function processesLeft(mark: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${markName}=${mark}`)) return [];
      if (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return [];
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`];
    } catch {
      return []; // ended while we looked, or not ours to read
    }
  });
}

/** A server of ours keeps its data in memory where the machine has a memory file system, else in the temporary folder. */
function filesLeft(temporaryFolder: string): string[] {
  const inMemory = existsSync('/dev/shm')
    ? readdirSync('/dev/shm').filter((name) => name.startsWith('rustok-testkit-'))
    : [];
  return [...readdirSync(temporaryFolder), ...inMemory].map((name) => `file ${name}`);
}

/** What a command left behind: processes that carry its mark and entries of its temporary folder; polls until nothing is left or `deadlineMs` has passed. */
export async function leftovers(mark: string, temporaryFolder: string, deadlineMs: number): Promise<string[]> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const left = [...processesLeft(mark), ...filesLeft(temporaryFolder)];
    if (left.length === 0 || Date.now() > deadline) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
