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

/** Names of the folders of running servers: in memory where the machine has a memory file system, else in the temporary folder. */
export function runFolders(): string[] {
  return existsSync('/dev/shm') ? readdirSync('/dev/shm').filter((name) => name.startsWith('rustok-testkit-')) : [];
}

/** Where a command was to leave nothing. */
export interface Ground {
  readonly mark: string;
  readonly temporaryFolder: string;
  /** Run folders that stood there before. */
  readonly before: readonly string[];
}

function filesLeft({ temporaryFolder, before }: Ground): string[] {
  const inMemory = runFolders().filter((name) => !before.includes(name));
  return [...readdirSync(temporaryFolder), ...inMemory].map((name) => `file ${name}`);
}

/** What a command left behind: processes that carry its mark and entries of its temporary folder; polls until nothing is left or `deadlineMs` has passed. */
export async function leftovers(ground: Ground, deadlineMs: number): Promise<string[]> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const left = [...processesLeft(ground.mark), ...filesLeft(ground)];
    if (left.length === 0 || Date.now() > deadline) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
