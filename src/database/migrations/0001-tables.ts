import type { Migration } from './migration.ts';

const TENANTS_AND_USERS = `
CREATE TABLE tenants (
  id uuid CONSTRAINT pk_tenants PRIMARY KEY,
  name varchar(255) NOT NULL,
  slug varchar(64) NOT NULL CONSTRAINT uq_tenants_slug UNIQUE,
  domain varchar(255) CONSTRAINT uq_tenants_domain UNIQUE,
  settings jsonb NOT NULL DEFAULT '{}',
  default_locale varchar(10) NOT NULL DEFAULT 'en',
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
  id uuid CONSTRAINT pk_users PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT fk_users_tenant REFERENCES tenants ON DELETE CASCADE,
  email varchar(255) NOT NULL,
  role varchar(32) NOT NULL CONSTRAINT ck_users_role CHECK (role IN ('super_admin', 'admin', 'manager', 'customer')),
  status varchar(16) NOT NULL DEFAULT 'active' CONSTRAINT ck_users_status CHECK (status IN ('active', 'inactive', 'banned')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT uq_users_tenant_email UNIQUE (tenant_id, email),
  CONSTRAINT uq_users_tenant_id UNIQUE (tenant_id, id)
);`;

// References within a tenant are composite, so that no parent, author or node of another tenant can be named.
const CONTENT = `
CREATE TABLE nodes (
  id uuid CONSTRAINT pk_nodes PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT fk_nodes_tenant REFERENCES tenants ON DELETE CASCADE,
  parent_id uuid,
  author_id uuid,
  kind varchar(64) NOT NULL,
  category_id uuid,
  status varchar(16) NOT NULL DEFAULT 'draft' CONSTRAINT ck_nodes_status CHECK (status IN ('draft', 'published', 'archived')),
  position integer NOT NULL DEFAULT 0 CONSTRAINT ck_nodes_position CHECK (position >= 0),
  depth integer NOT NULL DEFAULT 0 CONSTRAINT ck_nodes_depth CHECK (depth >= 0),
  reply_count integer NOT NULL DEFAULT 0 CONSTRAINT ck_nodes_reply_count CHECK (reply_count >= 0),
  metadata jsonb NOT NULL DEFAULT '{}' CONSTRAINT ck_nodes_metadata CHECK (jsonb_typeof(metadata) = 'object'),
  version integer NOT NULL DEFAULT 1 CONSTRAINT ck_nodes_version CHECK (version >= 1),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  deleted_at timestamptz,
  CONSTRAINT uq_nodes_tenant_id UNIQUE (tenant_id, id),
  CONSTRAINT fk_nodes_parent FOREIGN KEY (tenant_id, parent_id) REFERENCES nodes (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT fk_nodes_author FOREIGN KEY (tenant_id, author_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (author_id)
);
CREATE INDEX idx_nodes_tenant_created ON nodes (tenant_id, created_at, id);
CREATE INDEX idx_nodes_parent ON nodes (tenant_id, parent_id);
CREATE INDEX idx_nodes_author ON nodes (tenant_id, author_id);

CREATE TABLE node_translations (
  id uuid CONSTRAINT pk_node_translations PRIMARY KEY,
  tenant_id uuid NOT NULL,
  node_id uuid NOT NULL,
  locale varchar(10) NOT NULL,
  title varchar(255),
  slug varchar(255) NOT NULL,
  excerpt text,
  live boolean NOT NULL DEFAULT true,
  CONSTRAINT fk_node_translations_node FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT uq_node_translations_node_locale UNIQUE (node_id, locale)
);
CREATE UNIQUE INDEX uq_node_translations_live_slug ON node_translations (tenant_id, locale, slug) WHERE live;

CREATE TABLE bodies (
  id uuid CONSTRAINT pk_bodies PRIMARY KEY,
  node_id uuid NOT NULL CONSTRAINT fk_bodies_node REFERENCES nodes ON DELETE CASCADE,
  locale varchar(10) NOT NULL,
  body text,
  format varchar(16) NOT NULL DEFAULT 'markdown' CONSTRAINT ck_bodies_format CHECK (format IN ('markdown', 'html', 'plain', 'json')),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT uq_bodies_node_locale UNIQUE (node_id, locale)
);`;

// A translation is live while its node is not deleted. Its row is locked against the node's deletion while it is read,
// else a translation added during a deletion would stay live. A missing node is left to the foreign key to refuse.
const LIVE_TRIGGERS = `
CREATE FUNCTION node_translations_set_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  deletion timestamptz;
BEGIN
  SELECT deleted_at INTO deletion FROM nodes WHERE id = NEW.node_id FOR NO KEY UPDATE;
  NEW.live := deletion IS NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER node_translations_live BEFORE INSERT OR UPDATE OF node_id, live ON node_translations
  FOR EACH ROW EXECUTE FUNCTION node_translations_set_live();

CREATE FUNCTION nodes_spread_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE node_translations SET live = NEW.deleted_at IS NULL WHERE node_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER nodes_live AFTER UPDATE OF deleted_at ON nodes
  FOR EACH ROW WHEN (OLD.deleted_at IS DISTINCT FROM NEW.deleted_at) EXECUTE FUNCTION nodes_spread_live();`;

const IDEMPOTENCY = `
CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL CONSTRAINT fk_idempotency_keys_tenant REFERENCES tenants ON DELETE CASCADE,
  key varchar(255) NOT NULL,
  request_hash char(64) NOT NULL,
  response jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_idempotency_keys PRIMARY KEY (tenant_id, key)
);`;

// created_at defaults to the moment of the insert, not of BEGIN: it is the order of a transaction's events.
const OUTBOX = `
CREATE TABLE sys_events (
  id uuid CONSTRAINT pk_sys_events PRIMARY KEY,
  payload jsonb NOT NULL,
  tenant_id uuid NOT NULL,
  status varchar(32) NOT NULL DEFAULT 'pending' CONSTRAINT ck_sys_events_status CHECK (status IN ('pending', 'dispatched', 'failed')),
  retry_count integer NOT NULL DEFAULT 0 CONSTRAINT ck_sys_events_retry_count CHECK (retry_count >= 0),
  next_attempt_at timestamptz,
  last_error varchar(2048),
  claimed_by varchar(128),
  claimed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dispatched_at timestamptz
);
CREATE INDEX idx_sys_events_pending ON sys_events (status, next_attempt_at) WHERE status = 'pending';
CREATE INDEX idx_sys_events_claimed_at ON sys_events (claimed_at);
CREATE INDEX idx_sys_events_order ON sys_events (tenant_id, created_at, id) WHERE status = 'pending';`;

/** Tenants, users, content, idempotency keys, and the outbox as it was before events had versions. */
export const tables: Migration = {
  name: '0001-tables',
  up: [TENANTS_AND_USERS, CONTENT, LIVE_TRIGGERS, IDEMPOTENCY, OUTBOX].join('\n'),
  down: `
DROP TABLE sys_events, idempotency_keys, bodies, node_translations, nodes, users, tenants;
DROP FUNCTION node_translations_set_live(), nodes_spread_live();`,
};
