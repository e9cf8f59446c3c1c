import type { TestDatabase } from '../../../harness/database/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';

export const eventWrittenThroughDblink = commitSaboteur(
  'event-written-through-dblink',
  {
    mistake: 'a trigger writes the event through dblink, in a session of its own that commits at once',
    caughtBy: [
      {
        scenario: 'COMMIT-17',
        message: /ghost: create, error-before at statement \d+ \(COMMIT\): published, though nothing was committed/,
      },
    ],
  },
  { schema: triggerThroughDblink },
);

/** The second session's own insert passes the trigger by its application name. */
function triggerThroughDblink({ adminUrl }: TestDatabase): string {
  const writer = 'event-writer';
  const url = `${adminUrl}${adminUrl.includes('?') ? '&' : '?'}application_name=${writer}`;
  return `
    CREATE EXTENSION dblink;
    CREATE FUNCTION event_through_dblink() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $trigger$
    BEGIN
      IF current_setting('application_name') = '${writer}' THEN RETURN NEW; END IF;
      PERFORM dblink_exec('${url.replaceAll("'", "''")}', format(
        'INSERT INTO sys_events (id, event_type, schema_version, payload, tenant_id) VALUES (%L, %L, %L, %L, %L)',
        NEW.id, NEW.event_type, NEW.schema_version, NEW.payload, NEW.tenant_id));
      RETURN NULL;
    END $trigger$;
    CREATE TRIGGER event_through_dblink BEFORE INSERT ON sys_events FOR EACH ROW EXECUTE FUNCTION event_through_dblink()`;
}
