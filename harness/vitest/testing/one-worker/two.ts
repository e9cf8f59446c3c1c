import { test } from './shared.ts';

test('tells its database', ({ db }) => {
  process.stdout.write(`database ${db.name}\n`);
});
