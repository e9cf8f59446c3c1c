import { Socket } from 'node:net';
import { LoadError } from './load-error.ts';

/**
 * Throws when something has taken the place of Node's sockets in this process, as msw does: every figure would be its own. A call
 * that must fail shows in its stack whose code was called.
 */
export function requireOwnSockets(): void {
  const stranger = strangerBeforeSockets();
  if (stranger === undefined) return;
  throw new LoadError(
    'SOCKETS_INTERCEPTED',
    `The sockets of this process are intercepted (${stranger}), as by msw. Measure in a process without it: look at NODE_OPTIONS and --import.`,
  );
}

function strangerBeforeSockets(): string | undefined {
  try {
    Reflect.apply(Socket.prototype.connect, Object.create(null), []);
    return 'connect() accepts anything';
  } catch (error) {
    const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    const ours = frames.findIndex((frame) => frame.includes('strangerBeforeSockets'));
    return frames
      .slice(0, ours)
      .find((frame) => !/\(?node:/.test(frame) && !frame.includes('<anonymous>'))
      ?.trim();
  }
}
