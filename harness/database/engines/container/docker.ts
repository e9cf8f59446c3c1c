import { request } from 'node:http';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a Docker daemon listens. */
export type DockerPlace = { readonly socketPath: string } | { readonly host: string; readonly port: string };

/** What a daemon answered. */
export interface DockerAnswer {
  readonly status: number;
  readonly body: string;
}

const pingDeadlineMs = 1500;
const requestDeadlineMs = 30_000;

/** Where testcontainers would look too: DOCKER_HOST, else the usual sockets; a text says why there is nothing to look at. */
export function dockerPlace(environment: NodeJS.ProcessEnv = process.env): DockerPlace | string {
  const named = environment['DOCKER_HOST'] ?? '';
  if (named.startsWith('unix://')) return { socketPath: named.slice('unix://'.length) };
  if (/^(tcp|http):\/\//.test(named)) {
    const { hostname, port } = new URL(named.replace('tcp:', 'http:'));
    return { host: hostname, port: port === '' ? '2375' : port };
  }
  if (named !== '') return `DOCKER_HOST names ${named}, which is neither unix:// nor tcp://`;
  const usual = [
    '/var/run/docker.sock',
    join(environment['XDG_RUNTIME_DIR'] ?? '/run', 'docker.sock'),
    join(homedir(), '.docker/run/docker.sock'),
  ];
  const socketPath = usual.find((path) => existsSync(path));
  return socketPath === undefined ? 'there is no Docker on this machine' : { socketPath };
}

/** True when the daemon answers, else the reason. Asked before testcontainers is loaded, which waits for a silent daemon for ever. */
export async function pingDocker(place: DockerPlace | string = dockerPlace()): Promise<true | string> {
  if (typeof place === 'string') return place;
  const where = 'socketPath' in place ? place.socketPath : `${place.host}:${place.port}`;
  try {
    const { status } = await askDocker('GET', '/_ping', { place, deadlineMs: pingDeadlineMs });
    return status === 200 ? true : `the Docker daemon at ${where} answered ${status} to a ping`;
  } catch (error) {
    return `the Docker daemon at ${where} ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Asks the daemon for one thing. */
export function askDocker(
  method: 'GET' | 'DELETE',
  path: string,
  options: { readonly place?: DockerPlace | string; readonly deadlineMs?: number } = {},
): Promise<DockerAnswer> {
  const { place = dockerPlace(), deadlineMs = requestDeadlineMs } = options;
  if (typeof place === 'string') return Promise.reject(new Error(place));
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const asked = request({ ...place, method, path, agent: false, signal }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', reject);
    });
    asked.once('error', (error) =>
      reject(signal.aborted ? new Error(`did not answer within ${deadlineMs} ms`, { cause: error }) : error),
    );
    asked.end();
  });
}
