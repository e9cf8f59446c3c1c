import type { Notes } from './notes.ts';

/** `POST /notes`: writers write, readers may not. */
export function applicationOf(notes: Notes) {
  return {
    async fetch(request: Request): Promise<Response> {
      const [role, author] = (request.headers.get('authorization') ?? '').split(' ');
      if (role !== 'writer' || author === undefined) {
        const problem = { title: 'Forbidden', status: 403, detail: 'Only writers write notes' };
        return Response.json(problem, { status: 403, headers: { 'content-type': 'application/problem+json' } });
      }
      const { text } = (await request.json()) as { text: string };
      const note = await notes.write(author, text);
      return Response.json({ id: note.id, author, text }, { status: 201 });
    },
  };
}
