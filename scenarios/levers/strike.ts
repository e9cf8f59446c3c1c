/**
 * The one trigger function behind every lever. It runs as the superuser that made it, in a schema of its own, so that the
 * application's role needs no new right; each strike draws from a sequence, which a rollback does not take back. Its arguments: the action, the action's own (an SQLSTATE, a
 * gate's key), and the number of the one row to strike, where not every row is meant.
 */
export const strikeSchema = 'rustok_levers';

/** SQL that installs it; statements that match `background`, a regular expression of the server's, are let pass unseen. */
export const installStrike = (background?: string): string => `
  CREATE SCHEMA IF NOT EXISTS ${strikeSchema};
  CREATE SEQUENCE IF NOT EXISTS ${strikeSchema}.strikes;
  CREATE SEQUENCE IF NOT EXISTS ${strikeSchema}.rows;
  CREATE TABLE IF NOT EXISTS ${strikeSchema}.writes (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name text, kind text, role text);
  CREATE OR REPLACE FUNCTION ${strikeSchema}.strike() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $strike$
  DECLARE
    row record;
  BEGIN
    IF TG_OP = 'DELETE' THEN row := OLD; ELSE row := NEW; END IF;
    IF ${isBackground(background)} THEN RETURN row; END IF;
    IF TG_NARGS = 3 AND nextval('${strikeSchema}.rows') <> TG_ARGV[2]::bigint THEN RETURN row; END IF;
    PERFORM nextval('${strikeSchema}.strikes');
    CASE TG_ARGV[0]
      WHEN 'raise' THEN
        RAISE EXCEPTION 'refused by a lever of rustok-testkit' USING ERRCODE = TG_ARGV[1];
      WHEN 'terminate' THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
        PERFORM pg_sleep(60);
      WHEN 'wait' THEN
        PERFORM pg_advisory_xact_lock_shared(TG_ARGV[1]::bigint);
      WHEN 'record' THEN
        INSERT INTO ${strikeSchema}.writes (table_name, kind, role)
        VALUES (format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME), TG_OP, session_user);
    END CASE;
    RETURN row;
  END $strike$;
  CREATE OR REPLACE FUNCTION ${strikeSchema}.refuse(code text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $refuse$
  BEGIN
    IF ${isBackground(background)} THEN RETURN true; END IF;
    PERFORM nextval('${strikeSchema}.strikes');
    IF code = '23514' THEN RETURN false; END IF;
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = code;
  END $refuse$;
`;

const isBackground = (pattern?: string): string =>
  pattern === undefined ? 'false' : `current_query() ~* '${pattern.replaceAll("'", "''")}'`;

/** How often a lever has struck, rolled-back strikes included. */
export const strikesSoFar = `SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS strikes FROM ${strikeSchema}.strikes`;
