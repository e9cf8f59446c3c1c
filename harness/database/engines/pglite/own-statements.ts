import { type Frame, readTexts } from '../one-session/frames.ts';

/** The message with the guest's own name for its prepared statement, so that guests may use the same names. */
export function ownStatement({ type, body }: Frame, guest: number): Frame {
  switch (type) {
    case 'P':
      return { type, body: renamed(body, 0, guest) };
    case 'B':
      return { type, body: renamed(body, Buffer.byteLength(readTexts(body, 1)[0] ?? '') + 1, guest) };
    default:
      // Describe and Close name a statement or a portal; portals end with their transaction, and that with the turn.
      return body[0] === 'S'.charCodeAt(0) ? { type, body: renamed(body, 1, guest) } : { type, body };
  }
}

function renamed(body: Buffer, at: number, guest: number): Buffer {
  return Buffer.concat([body.subarray(0, at), Buffer.from(`guest${guest}_`), body.subarray(at)]);
}
