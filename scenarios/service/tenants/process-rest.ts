import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const samples = 3;
const betweenSamplesMs = 1;

/** Only Linux tells from outside what a process is doing. */
export const canSeeRest = process.platform === 'linux';

/**
 * True when a process group waits: it has read everything that was sent to its port, and none of its threads is running or about to, seen
 * several times in a row. Whoever asked it for something has been taken in, and waits with it.
 */
export async function isAtRest(processGroup: number, port: number): Promise<boolean> {
  const pids = membersOf(processGroup);
  const waits = async () => {
    for (let sample = 0; sample < samples; sample += 1) {
      if (pids.some(isBusy)) return false;
      await pause(betweenSamplesMs);
    }
    return true;
  };
  return (await waits()) && !hasUnread(port) && (await waits());
}

/** Bytes that a connection has not read, or connections that have not been accepted. */
function hasUnread(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  // Local address and port, remote ones, state (established or listening), bytes to be sent, bytes to be read that are not none.
  const unread = new RegExp(`^ *\\d+: [0-9A-F]+:${hex} [0-9A-F]+:[0-9A-F]+ 0[1A] [0-9A-F]+:(?!00000000)`, 'm');
  return ['/proc/net/tcp', '/proc/net/tcp6'].some((path) => unread.test(read(path)));
}

function membersOf(processGroup: number): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => Number(fieldsOf(read(`/proc/${pid}/stat`))[2]) === processGroup);
}

function isBusy(pid: string): boolean {
  return threadsOf(pid).some((thread) => {
    const [state] = fieldsOf(read(`/proc/${pid}/task/${thread}/stat`));
    return state === 'R' || state === 'D';
  });
}

function threadsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** State, parent, process group, …: what follows the name, which may hold anything. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ', 3);
}

/** Empty for a process that has ended meanwhile. A thousand threads are read in the time that a thousand promises would take to be made. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
