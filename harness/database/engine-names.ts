/** Every engine that can be asked for. */
export const engineNames = ['embedded', 'system', 'container', 'url', 'pglite', 'pg-mem'] as const;

/** Names of the engines that can be asked for. */
export type EngineName = (typeof engineNames)[number];
