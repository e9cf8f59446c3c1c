import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Conversation } from './conversation.ts';
import { FrameReader, needMore, notAFrame } from './frame-reader.ts';
import { backend, backendFilterTable, frontend, frontendTable } from './message-types.ts';
import { execute, frame, query } from './messages.ts';
import type { WireStatement } from './statement.ts';

/** A conversation that is told bytes of either side. */
class Told {
  readonly started: WireStatement[] = [];
  readonly ended: WireStatement[] = [];
  readonly unprepared: WireStatement[] = [];
  readonly conversation = new Conversation(1, {
    nextSequence: () => this.started.length + 1,
    statementStarted: (statement) => this.started.push(statement),
    statementEnded: (statement) => this.ended.push(statement),
    preparationFailed: (statement) => this.unprepared.push(statement),
  });

  client(...frames: Buffer[]): this {
    each(new FrameReader(frontendTable), frames, (type, reader) => {
      if (type === frontend.query) this.conversation.query(reader);
      else if (type === frontend.execute) this.conversation.execute(reader);
      else if (type === frontend.sync) this.conversation.sync();
      else this.conversation.sent(type, reader);
    });
    return this;
  }

  server(...frames: Buffer[]): this {
    each(new FrameReader(backendFilterTable), frames, (type, reader) => this.conversation.answer(type, reader));
    return this;
  }
}

function each(reader: FrameReader, frames: Buffer[], take: (type: number, reader: FrameReader) => void): void {
  reader.feed(Buffer.concat(frames));
  for (let type = reader.next(); type !== needMore && type !== notAFrame; type = reader.next()) take(type, reader);
}

const nothing = Buffer.alloc(0);
const sync = frame(frontend.sync, nothing);
const ready = (status: string) => frame(backend.readyForQuery, Buffer.from(status));
const complete = (tag: string) => frame(backend.commandComplete, Buffer.from(`${tag}\0`));
const error = (code: string) => frame(backend.errorResponse, Buffer.from(`SERROR\0C${code}\0Mno\0\0`));
const prepare = (text: string) => [parse(text), frame(frontend.bind, Buffer.from('\0\0\0\0\0\0\0\0'))];
const run = (text: string) => [...prepare(text), execute('')];
const parse = (text: string) => frame(frontend.parse, Buffer.from(`\0${text}\0\0\0`));
const describeIt = frame(frontend.describe, Buffer.from('S\0'));
const flush = frame(frontend.flush, nothing);
const suspended = frame(backend.portalSuspended, nothing);
const read = (portal = '') => frame(frontend.execute, Buffer.from(`${portal}\0\0\0\0\x02`));
const closePortal = (portal = '') => frame(frontend.close, Buffer.from(`P${portal}\0`));

const anyFrame = (types: readonly number[]) =>
  fc
    .record({ type: fc.constantFrom(...types), body: fc.uint8Array({ maxLength: 12 }) })
    .map((one) => frame(one.type, Buffer.from(one.body)));
const turns = fc.array(
  fc.oneof(
    fc.record({ by: fc.constant('client' as const), what: anyFrame(Object.values(frontend)) }),
    fc.record({ by: fc.constant('server' as const), what: anyFrame(Object.values(backend)) }),
  ),
  { maxLength: 60 },
);

describe('Conversation', () => {
  property.prop([turns])('survives any messages in any order, and ends each statement once', (conversation) => {
    const told = new Told();
    for (const { by, what } of conversation) told[by](what);
    told.conversation.closed();
    expect(told.started.every((one) => one.durationMs !== null)).toBe(true);
    expect(new Set(told.ended)).toEqual(new Set(told.started));
    expect(new Set(told.ended).size).toBe(told.ended.length);
  });

  it('gives an error to the statement whose answer was due, and skips the rest up to the Sync', () => {
    const told = new Told().client(...run('A'), ...run('B'), ...run('C'), sync, query('D'));
    told.server(complete('SELECT 1'), error('22012'), ready('I'), complete('SELECT 1'), ready('I'));
    expect(told.started.map((one) => [one.text, one.outcome, one.sqlState])).toEqual([
      ['A', 'completed', null],
      ['B', 'failed', '22012'],
      ['C', 'skipped', null],
      ['D', 'completed', null],
    ]);
  });

  it('numbers transactions by what the server says, also when statements are pipelined', () => {
    const told = new Told().client(query('BEGIN'), query('A'), query('COMMIT'), query('B'));
    told.server(
      complete('BEGIN'),
      ready('T'),
      complete('A'),
      ready('T'),
      complete('COMMIT'),
      ready('I'),
      complete('B'),
      ready('I'),
    );
    expect(told.started.map((one) => one.transaction)).toEqual([1, 1, 1, 2]);
  });

  it('counts an Execute that goes on with a suspended portal to the same statement', () => {
    const told = new Told().client(...prepare('A'), read(), flush).server(suspended);
    expect(told.started.map((one) => one.outcome)).toEqual(['suspended']);
    expect(told.ended).toEqual([]);
    told.client(execute(''), sync).server(complete('SELECT 3'), ready('I'));
    expect(told.started.map((one) => [one.outcome, one.commandTag])).toEqual([['completed', 'SELECT 3']]);
    expect(told.ended).toHaveLength(1);
  });

  it.each<[string, (told: Told) => unknown]>([
    ['is closed', (told) => told.client(closePortal())],
    ['is bound anew', (told) => told.client(...prepare('B'))],
    ['ends with its transaction', (told) => told.client(sync).server(ready('I'))],
    [
      'ends with a transaction that the next statement was sent before',
      (told) => told.client(sync, query('B')).server(ready('I')),
    ],
    ['ends with its connection', (told) => told.conversation.closed()],
  ])('ends a statement whose suspended portal %s, once', (_, abandon) => {
    const told = new Told().client(...prepare('A'), read(), flush).server(suspended);
    expect(told.ended).toEqual([]);
    abandon(told);
    told.conversation.closed();
    expect(told.ended.filter((one) => one.text === 'A')).toHaveLength(1);
    expect(told.started[0]).toMatchObject({ outcome: 'suspended', durationMs: expect.any(Number) });
  });

  it('ends a statement whose portal was closed before its row limit was reached', () => {
    const told = new Told().client(...prepare('A'), read(), closePortal(), sync).server(suspended);
    expect(told.ended.map((one) => one.outcome)).toEqual(['suspended']);
  });

  it('lets a portal be read on while another one is closed', () => {
    const bindTo = (portal: string) => frame(frontend.bind, Buffer.from(`${portal}\0\0\0\0\0\0\0\0`));
    const told = new Told().client(parse('A'), bindTo('one'), bindTo('two'), read('one'), read('two'), flush);
    told.server(suspended, suspended).client(closePortal('one'), execute('two'), flush).server(complete('SELECT 3'));
    expect(told.ended.map((one) => one.outcome)).toEqual(['suspended', 'completed']);
    expect(told.started).toHaveLength(2);
  });

  it.each([
    ['a Sync', [sync]],
    ['a Flush', [flush]],
  ])('knows the statement whose Parse fails before %s', (_, asking) => {
    const told = new Told().client(parse('A'), describeIt, ...asking).server(error('42601'));
    told.client(...(asking[0] === sync ? [] : [sync])).server(ready('I'));
    told.client(query('B')).server(complete('B'), ready('I'));
    expect(told.unprepared).toMatchObject([
      {
        text: 'A',
        protocol: 'extended',
        outcome: 'failed',
        sqlState: '42601',
        transaction: 1,
        durationMs: expect.any(Number),
      },
    ]);
    expect(told.started.map((one) => [one.text, one.transaction])).toEqual([['B', 2]]);
  });

  it('gives the error of a Parse to the Sync that it was sent before', () => {
    const told = new Told().client(parse('A'), sync, parse('B'), sync, ...run('C'), sync);
    told.server(ready('I'), error('42601'), ready('I'), complete('SELECT 1'), ready('I'));
    expect(told.unprepared.map((one) => one.text)).toEqual(['B']);
    expect(told.started.map((one) => one.outcome)).toEqual(['completed']);
  });

  it('does not guess which of several texts was not understood', () => {
    const told = new Told().client(parse('A'), parse('B'), sync).server(error('42601'), ready('I'));
    expect(told.unprepared).toMatchObject([{ text: '', sqlState: '42601' }]);
  });

  it('takes the end of the connection for no fault of a text', () => {
    const farewell = frame(backend.errorResponse, Buffer.from('SFATAL\0C57P01\0Mno\0\0'));
    expect(new Told().client(parse('A'), flush).server(farewell).unprepared).toEqual([]);
  });

  it('leaves unanswered what the end of the connection cuts off', () => {
    const told = new Told().client(query('A'), query('B')).server(complete('A'), ready('I'));
    told.conversation.closed();
    expect(told.started.map((one) => one.outcome)).toEqual(['completed', 'unanswered']);
  });
});
