import { isSpanContextValid, trace } from '@opentelemetry/api';

/** Trace id of the active OpenTelemetry span, or null without one. */
export function activeTraceId(): string | null {
  const context = trace.getActiveSpan()?.spanContext();
  return context !== undefined && isSpanContextValid(context) ? context.traceId : null;
}
