import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { FrameReader, needMore, notAFrame } from './frame-reader.ts';
import { frontend, frontendTable, keptBytes } from './message-types.ts';
import { frame, query } from './messages.ts';

/** Feeds the bytes in chunks; gives the events (type and kept body) and everything that was forwarded. */
function read(bytes: Buffer, sizes: readonly number[]) {
  const reader = new FrameReader(frontendTable);
  const events: { type: number; body: string }[] = [];
  const forwarded: Buffer[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    reader.feed(bytes.subarray(from, from + size));
    from += size;
    let type = reader.next();
    for (; type !== needMore && type !== notAFrame; type = reader.next())
      events.push({ type, body: reader.chunk.toString('latin1', reader.bodyStart, reader.bodyEnd) });
    forwarded.push(type === needMore ? reader.takeRest() : reader.takeThrough());
    if (type === notAFrame) return { events, forwarded: Buffer.concat(forwarded), refused: true };
  }
  return { events, forwarded: Buffer.concat(forwarded), refused: false };
}

const frames = fc.array(
  fc.record({ type: fc.constantFrom(...Object.values(frontend)), body: fc.uint8Array({ maxLength: 40 }) }),
  { maxLength: 12 },
);

describe('FrameReader', () => {
  property.prop([frames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 })])(
    'sees the same messages and forwards the same bytes however they are cut into chunks',
    (messages, sizes) => {
      const bytes = Buffer.concat(messages.map((one) => frame(one.type, Buffer.from(one.body))));
      const whole = read(bytes, [bytes.length + 1]);
      const cut = read(bytes, sizes);
      expect(cut.events).toEqual(whole.events);
      expect(cut.forwarded).toEqual(bytes);
      expect(whole.forwarded).toEqual(bytes);
    },
  );

  property.prop([fc.uint8Array({ maxLength: 200 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })])(
    'forwards nothing but a prefix of what it was given, whatever that was',
    (garbage, sizes) => {
      const bytes = Buffer.from(garbage);
      const { forwarded } = read(bytes, sizes);
      expect(forwarded).toEqual(bytes.subarray(0, forwarded.length));
    },
  );

  it('keeps 64 KiB of a long text and streams the rest', () => {
    const long = query('x'.repeat(3 * keptBytes));
    const { events, forwarded } = read(long, [1000]);
    expect(events.map((one) => one.body.length)).toEqual([keptBytes]);
    expect(forwarded.equals(long)).toBe(true);
  });

  it('refuses an unknown type byte and a negative length', () => {
    expect(read(Buffer.from('GET / HTTP/1.1\r\n'), [4]).refused).toBe(true);
    expect(read(Buffer.from([frontend.query, 0xff, 0xff, 0xff, 0xff]), [5]).refused).toBe(true);
    expect(read(Buffer.from([frontend.query, 0, 0, 0, 3]), [5]).refused).toBe(true);
  });

  it('passes a message that is declared to be 1 GB without waiting for its end', () => {
    const head = Buffer.from([frontend.query, 0x40, 0, 0, 0]);
    const { events, forwarded } = read(Buffer.concat([head, Buffer.alloc(keptBytes + 10, 0x20)]), [keptBytes]);
    expect(events).toHaveLength(1);
    expect(forwarded).toHaveLength(keptBytes + 15);
  });

  it.each([50, 2 * keptBytes])('drops one message of %i bytes and forwards its neighbours', (length) => {
    const bytes = Buffer.concat([query('a'), query('b'.repeat(length)), query('c')]);
    for (const size of [7, 20, 200, 70_000]) {
      const reader = new FrameReader(frontendTable);
      const forwarded: Buffer[] = [];
      for (let from = 0; from < bytes.length; from += size) {
        reader.feed(bytes.subarray(from, from + size));
        while (reader.next() !== needMore)
          if (reader.chunk[reader.bodyStart] === 0x62) {
            forwarded.push(reader.takeBefore());
            reader.discard();
          }
        forwarded.push(reader.takeRest());
      }
      expect(Buffer.concat(forwarded)).toEqual(Buffer.concat([query('a'), query('c')]));
    }
  });
});
