import { isRustokError } from '../../src/errors/index.ts';
import type { RemoteAnswer, RemoteCall } from './remote.ts';
import { startProxy } from './start-proxy.ts';
import type { ArmedFault, WireProxy } from './wire-proxy.ts';

// The process that `startProxyProcess` starts: one proxy, driven over IPC, ending with its parent.

let proxy: WireProxy | undefined;
const armed = new Map<number, ArmedFault>();

async function perform(call: RemoteCall): Promise<unknown> {
  if (call.name === 'start') {
    proxy = await startProxy(...call.arguments);
    return proxy.endpoint;
  }
  if (proxy === undefined) throw new Error('the proxy has not been started');
  switch (call.name) {
    case 'inject': {
      const fault = await proxy.inject(...call.arguments);
      armed.set(fault.rule, fault);
      return fault.rule;
    }
    case 'disarm':
      return armed.get(call.arguments[0])?.disarm();
    case 'stop':
      return proxy[Symbol.asyncDispose]();
    case 'reset':
      return proxy.reset();
    case 'readStatements':
      return proxy.readStatements();
    case 'readConnections':
      return proxy.readConnections();
    case 'readFirings':
      return proxy.readFirings();
  }
}

function answer(message: RemoteAnswer): void {
  process.send?.(message);
}

process.on('message', (call: RemoteCall) => {
  perform(call).then(
    (value) => answer({ id: call.id, value }),
    (error: unknown) =>
      answer({
        id: call.id,
        error: {
          code: isRustokError(error) ? error.code : 'PROXY_FAILED',
          message: error instanceof Error ? error.message : String(error),
        },
      }),
  );
});
process.on('disconnect', () => process.exit(0));
