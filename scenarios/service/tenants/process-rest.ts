import { readFile, readdir } from 'node:fs/promises';

const samples = 3;
const listening = '0A';

/** Only Linux tells from outside what a process is doing. */
export const canSeeRest = process.platform === 'linux';

/**
 * True when a process group waits: it has read everything that was sent to its port, and none of its threads is running or about to, seen
 * several times in a row. Whoever asked it for something has been taken in, and waits with it.
 */
export async function isAtRest(processGroup: number, port: number): Promise<boolean> {
  for (let sample = 0; sample < samples; sample += 1) {
    if (await hasUnread(port)) return false;
    for (const pid of await membersOf(processGroup)) if (await isBusy(pid)) return false;
  }
  return true;
}

/** Bytes that a connection has not read, or connections that have not been accepted. */
async function hasUnread(port: number): Promise<boolean> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => read(path)));
  return tables
    .join('\n')
    .split('\n')
    .some((line) => {
      const [, local = '', , state, queues = ''] = line.trim().split(/\s+/);
      const unread = Number.parseInt(queues.split(':')[1] ?? '0', 16);
      return local.endsWith(`:${wanted}`) && (state === '01' || state === listening) && unread > 0;
    });
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
