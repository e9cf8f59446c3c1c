import { umzugMigrations } from 'rustok-testkit';
import { createTest, outboxSource } from 'rustok-testkit/vitest';
import { applicationOf } from '../src/application.ts';
import { migratorOf } from '../src/migrations.ts';
import { Notes } from '../src/notes.ts';

interface NoteWritten {
  readonly type: 'note.written';
  readonly data: { readonly id: string; readonly author: string };
}

/** Vitest's `test` with the notes: written once, used by every test. */
export const test = createTest({
  migrations: umzugMigrations(migratorOf),
  services: ({ url }) => new Notes(url),
  events: ({ url }) => outboxSource<NoteWritten>({ url, sql: 'SELECT type, data FROM outbox ORDER BY id' }),
  mapping: {
    notes: (before, after) =>
      before === undefined && after !== undefined
        ? { type: 'note.written', data: { id: after['id'] ?? null, author: after['author'] ?? null } }
        : null,
  },
  application: ({ services }) => applicationOf(services),
  roles: () => ({ writer: () => ({ authorization: 'writer ada' }), reader: () => ({ authorization: 'reader bob' }) }),
});
