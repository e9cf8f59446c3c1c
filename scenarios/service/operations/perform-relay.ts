import type { ServiceFile } from '../file/service-file.ts';
import type { ServiceRun } from '../target/service-run.ts';

/** Runs the relay once, to the end that it comes to by itself; rejects when that is not 0. */
export async function performRelay(
  service: ServiceRun,
  { command, environment }: NonNullable<ServiceFile['relay']>,
): Promise<void> {
  const tell = (text: string) => service.activities.tell({ kind: 'relay', who: 'relay', text });
  tell('its process is started');
  const { exit, output } = await service.runBeside(command, environment);
  tell(`its process has ended (${exit?.signal ?? exit?.code})`);
  if (exit?.code !== 0) throw new Error(`the relay ended (${exit?.signal ?? exit?.code}): ${output}`);
}
