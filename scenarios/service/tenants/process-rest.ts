import { readFile, readdir } from 'node:fs/promises';

const samples = 3;

/** Only Linux tells from outside what a process is doing. */
export const canSeeRest = process.platform === 'linux';

/**
 * True when a process group waits: it has read everything that was sent to its port, and none of its threads is running or about to, seen
 * several times in a row. Whoever asked it for something has been taken in, and waits with it.
 */
export async function isAtRest(processGroup: number, port: number): Promise<boolean> {
  const pids = await membersOf(processGroup);
  const waits = async () => {
    for (let sample = 0; sample < samples; sample += 1) for (const pid of pids) if (await isBusy(pid)) return false;
    return true;
  };
  return (await waits()) && !(await hasUnread(port)) && (await waits());
}

/** Bytes that a connection has not read, or connections that have not been accepted. */
async function hasUnread(port: number): Promise<boolean> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  // Local address and port, remote ones, state (established or listening), bytes to be sent, bytes to be read that are not none.
  const unread = new RegExp(`^ *\\d+: [0-9A-F]+:${hex} [0-9A-F]+:[0-9A-F]+ 0[1A] [0-9A-F]+:(?!00000000)`, 'm');
  for (const path of ['/proc/net/tcp', '/proc/net/tcp6']) if (unread.test(await read(path))) return true;
  return false;
}

async function membersOf(processGroup: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(
    pids.map(async (pid) => (Number(fieldsOf(await read(`/proc/${pid}/stat`))[2]) === processGroup ? [pid] : [])),
  );
  return members.flat();
}

async function isBusy(pid: string): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const states = await Promise.all(
    threads.map(async (thread) => fieldsOf(await read(`/proc/${pid}/task/${thread}/stat`))[0]),
  );
  return states.some((state) => state === 'R' || state === 'D');
}

/** State, parent, process group, …: what follows the name, which may hold anything. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Empty for a process that has ended meanwhile. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
