/** Bytes of a statement's text or parameters that are kept; longer ones are forwarded whole and marked truncated. */
export const keptBytes = 64 * 1024;

/**
 * What a frame reader does with each type byte: `refused` ends the connection, `silent` is streamed without a word,
 * n > 0 is an event once n - 1 bytes of its body (or the whole body) are there.
 */
export type FrameTable = Int32Array;
export const refused = -1;
export const silent = 0;

const eventOnly = 1;
const kept = keptBytes + 1;

/** The type bytes that this package handles, by their names in the protocol's documentation. */
export const frontend = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  describe: 0x44,
  execute: 0x45,
  flush: 0x48,
  functionCall: 0x46,
  parse: 0x50,
  password: 0x70,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
} as const;

export const backend = {
  authentication: 0x52,
  backendKeyData: 0x4b,
  bindComplete: 0x32,
  closeComplete: 0x33,
  commandComplete: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyBothResponse: 0x57,
  copyInResponse: 0x47,
  copyOutResponse: 0x48,
  dataRow: 0x44,
  emptyQueryResponse: 0x49,
  errorResponse: 0x45,
  functionCallResponse: 0x56,
  negotiateProtocolVersion: 0x76,
  noData: 0x6e,
  noticeResponse: 0x4e,
  notificationResponse: 0x41,
  parameterDescription: 0x74,
  parameterStatus: 0x53,
  parseComplete: 0x31,
  portalSuspended: 0x73,
  readyForQuery: 0x5a,
  rowDescription: 0x54,
} as const;

/** Messages from a client after its start-up packet. */
export const frontendTable = table(Object.values(frontend), {
  [frontend.bind]: kept,
  [frontend.close]: kept,
  [frontend.copyDone]: eventOnly,
  [frontend.copyFail]: eventOnly,
  [frontend.execute]: kept,
  [frontend.flush]: eventOnly,
  [frontend.functionCall]: eventOnly,
  [frontend.parse]: kept,
  [frontend.query]: kept,
  [frontend.sync]: eventOnly,
  [frontend.terminate]: eventOnly,
});

const backendEvents = {
  [backend.backendKeyData]: kept,
  [backend.commandComplete]: kept,
  [backend.copyBothResponse]: eventOnly,
  [backend.copyInResponse]: eventOnly,
  [backend.copyOutResponse]: eventOnly,
  [backend.emptyQueryResponse]: eventOnly,
  [backend.errorResponse]: kept,
  [backend.portalSuspended]: eventOnly,
  [backend.readyForQuery]: eventOnly + 1,
};

/** Messages from a server while statements run. */
export const backendTable = table(Object.values(backend), backendEvents);

/** The same with every frame an event: for the rare moments when an answer is withheld frame by frame. */
export const backendFilterTable = table(Object.values(backend), {
  ...Object.fromEntries(Object.values(backend).map((type) => [type, eventOnly])),
  ...backendEvents,
});

/** Messages from a server before its first ReadyForQuery; anything else is no PostgreSQL. */
export const backendStartupTable = table(
  [
    backend.authentication,
    backend.backendKeyData,
    backend.errorResponse,
    backend.negotiateProtocolVersion,
    backend.noticeResponse,
    backend.notificationResponse,
    backend.parameterStatus,
    backend.readyForQuery,
  ],
  {
    [backend.backendKeyData]: kept,
    [backend.errorResponse]: kept,
    [backend.readyForQuery]: eventOnly + 1,
  },
);

function table(types: readonly number[], events: Readonly<Record<number, number>>): FrameTable {
  const entries = new Int32Array(256).fill(refused);
  for (const type of types) entries[type] = events[type] ?? silent;
  return entries;
}
