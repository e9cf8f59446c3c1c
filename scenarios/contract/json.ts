/** Anything that survives JSON: what crosses to a child process, a service file or a report. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
