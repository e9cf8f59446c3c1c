#!/usr/bin/env node
import { manifest } from './manifest.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [leastMajor = 0, leastMinor = 0] = manifest.engines.node.replace('>=', '').split('.').map(Number);

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  process.stderr.write(
    `${manifest.name} needs Node >= ${leastMajor}.${leastMinor}, this is v${process.versions.node}\n`,
  );
  process.exitCode = 2;
} else {
  // Not before: what is imported here does not even parse on an older Node.
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv.slice(2));
  // A target may leave handles open; the report is out, and a finished command must end.
  process.exit();
}
