import { readFile } from 'node:fs/promises';

/** Connections that this machine has refused a place in a listen queue since it started; 0 where no one counts them. */
export async function listenOverflows(path = '/proc/net/netstat'): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [names = '', values = ''] = text.split('\n').filter((line) => line.startsWith('TcpExt:'));
  const column = names.split(' ').indexOf('ListenOverflows');
  return column === -1 ? 0 : Number(values.split(' ')[column] ?? 0);
}
