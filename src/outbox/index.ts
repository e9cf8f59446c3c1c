export { type DrainOptions, type DrainResult, drain } from './drain.ts';
export { type QuiescenceOptions, drainToQuiescence } from './drain-to-quiescence.ts';
export type { EventSink } from './event-sink.ts';
export { OutboxTransport, type OutboxTransportOptions } from './outbox-transport.ts';
export { type EventStatus, type SysEvent, type SysEventAttributes, sysEventModel } from './sys-event.ts';
