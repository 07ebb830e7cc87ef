/** Short lines for plain mode: one sentence each. */

const CHINESE = /[^。！？；]+[。！？；]*[”）」]*/g;
const ENGLISH = /.+?(?:[.!?;]["”)]*(?=\s+[A-Z“(])|$)/g;

/** Cut `text` into sentences; nothing but white space between them is lost. */
export function sentences(text: string): string[] {
  const chinese = /[。；！？]/.test(text);
  return text
    .split('\n')
    .flatMap((line) => line.match(chinese ? CHINESE : ENGLISH) ?? [])
    .map((sentence) => sentence.trim())
    .filter(Boolean);
}

/** Return how many characters the server counts in `text`: one for an emoji, not two. */
export function size(text: string): number {
  return Array.from(text).length;
}
