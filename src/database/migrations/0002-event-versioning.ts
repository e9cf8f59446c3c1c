import type { Migration } from './migration.ts';

/**
 * Copies type and version of each event out of its payload, which stays the truth: going down drops the copies, going up
 * again takes them anew. A row whose payload names neither cannot be decoded by anyone; it gets a type that no catalogue
 * knows, so that the relay puts it to the dead letters and the migration is not stopped by it.
 */
export const eventVersioning: Migration = {
  name: '0002-event-versioning',
  up: `
ALTER TABLE sys_events ADD COLUMN event_type varchar(255), ADD COLUMN schema_version smallint;
UPDATE sys_events SET
  event_type = CASE WHEN length(payload ->> 'event_type') BETWEEN 1 AND 255 THEN payload ->> 'event_type' ELSE 'unknown' END,
  schema_version = CASE WHEN payload ->> 'schema_version' ~ '^[1-9][0-9]{0,4}$' AND (payload ->> 'schema_version')::int <= 32767
    THEN (payload ->> 'schema_version')::smallint ELSE 1 END;
ALTER TABLE sys_events ALTER COLUMN event_type SET NOT NULL, ALTER COLUMN schema_version SET NOT NULL;
ALTER TABLE sys_events ADD CONSTRAINT ck_sys_events_schema_version CHECK (schema_version >= 1);
CREATE INDEX idx_sys_events_type_version ON sys_events (event_type, schema_version);`,
  down: `
DROP INDEX idx_sys_events_type_version;
ALTER TABLE sys_events DROP COLUMN event_type, DROP COLUMN schema_version;`,
};
