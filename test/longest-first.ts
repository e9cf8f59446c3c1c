import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: a short file can hold a long suite, and Vitest would begin with the largest files. */
const longest = [
  'scenarios/commit-only-publishing/exhaustion/reference.test.ts',
  'scenarios/tenant-stampede/reference.test.ts',
  'scenarios/commit-only-publishing/reference.test.ts',
  'scenarios/service/target/open-service.test.ts',
  'test/example-python-orders.test.ts',
  'test/examples-of-runners.test.ts',
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
