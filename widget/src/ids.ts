/** Ids of messages: the server answers an id once, however often it is sent. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 20;

export function messageId(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = fill,
): string {
  const bytes = random(new Uint8Array(LENGTH));
  return `m-${Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}

function fill(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  return crypto.getRandomValues(bytes);
}
