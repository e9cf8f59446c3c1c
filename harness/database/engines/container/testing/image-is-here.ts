import { imageFromEnvironment } from '../container.ts';
import { askDocker } from '../docker.ts';

/** Whether the image of the engine `container` is on this machine: a test does not fetch it from a registry. */
export async function imageIsHere(): Promise<boolean> {
  const { status } = await askDocker('GET', `/images/${imageFromEnvironment()}/json`);
  return status === 200;
}
