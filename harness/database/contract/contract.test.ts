import { describe, expect, test } from 'vitest';
import type { DatabaseServer, Engine } from '../engine.ts';
import { imageIsHere } from '../engines/container/testing/image-is-here.ts';
import { engines } from '../engines/start-engine.ts';
import { urlEngine } from '../engines/url/url.ts';
import { sharedServer } from '../shared-server.ts';
import { breaches, checkEngine } from './check-engine.ts';

/** Without a server of the user's own, the one of this run stands in for it. */
async function start(engine: Engine): Promise<DatabaseServer> {
  if (engine.name !== 'url') return engine.start({ sessionWaitMs: 100 });
  return urlEngine.start({ url: (await sharedServer()).tcpAdminUrl, allow: ['unmarked-database'] });
}

describe.concurrent.each(engines)('the engine $name', (engine) => {
  test('holds what it claims, and claims what it holds', async ({ skip }) => {
    const available = engine.name === 'url' ? true : await engine.available();
    if (available !== true) skip(available);
    if (engine.name === 'container' && !(await imageIsHere())) skip('its image is not on this machine');
    await using server = await start(engine);
    expect(breaches(await checkEngine(server))).toEqual([]);
  });
});
