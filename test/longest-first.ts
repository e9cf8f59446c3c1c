import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: a short file can hold a long suite, and Vitest would begin with the largest files. */
const longest = [
  'scenarios/commit-only-publishing/exhaustion/reference.test.ts',
  'scenarios/tenant-stampede/reference.test.ts',
  'scenarios/commit-only-publishing/reference.test.ts',
  'test/examples-of-runners.test.ts',
  'test/example-python-orders.test.ts',
  'scenarios/service/target/open-service.test.ts',
  'test/package.test.ts',
  'cli/prove.test.ts',
  'harness/database/first-start.test.ts',
  'cli/bench-stampede.test.ts',
  'harness/vitest/failing.test.ts',
  'harness/database/contract/contract.test.ts',
  'harness/database/engines/container/container.test.ts',
  'harness/database/isolation/workers.test.ts',
  'test/example-python-tenants.test.ts',
  'harness/database/kept/kept.test.ts',
  'scenarios/tenant-stampede/suite.test.ts',
  'harness/explore/schedules/explored-orders.test.ts',
  'harness/explore/schedules/explore-schedules.test.ts',
  'harness/explore/schedules/unjudged.test.ts',
  'harness/explore/schedules/reference-services.test.ts',
  'harness/explore/faults/explore-faults.test.ts',
  'test/types.test.ts',
  'test/examples-order-service.test.ts',
];

/** Starts what takes longest first, so that no worker is idle while another one is at the last file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
  return place === -1 ? longest.length : place;
}
