import { expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

test('bench without a name lists what there is', async () => {
  const { exitCode, stdout } = await runCli('bench');
  expect(exitCode).toBe(0);
  expect(stdout.match(/^ {2}\w+(?=: )/gm)).toEqual(['  isolation', '  proxy', '  stampede', '  peers']);
});

test('a benchmark that there is not is refused with those that there are', async () => {
  expect(await runCli('bench', 'nope')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/unknown benchmark nope[\s\S]*stampede: /) as string,
  });
});
