/** Addresses and hotlines in plain text; all else stays text. */

export type Piece = { text: string; href?: string };

/** Hotlines that answers name: insurance, social security, tax, government, support. */
const HOTLINES = '12393|12333|12366|12345|12356';

const PATTERN = new RegExp(
  [
    // https://host/path, ended by anything that is not plain ASCII of an address
    '(https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{2,5})?(?:[/?#][A-Za-z0-9\\-._~:/?#@!$&+*=%]*)?)',
    // tel:010-12345678
    '(tel:\\+?[0-9][0-9-]{2,18}[0-9])',
    // a hotline, but neither part of a number nor a sum
    `(?<![\\d.,¥￥-])(${HOTLINES})(?!\\d|[.,]\\d|-\\d| ?元| ?yuan| ?[%％])`,
  ].join('|'),
  'g',
);

/** Cut `text` into pieces, those with `href` to be made links. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    const [whole, address, tel, hotline] = match;
    const shown = address ? whole.replace(/[.,:!?]+$/, '') : whole;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    const href = hotline ? `tel:${hotline}` : (tel ?? shown);
    found.push({ text: tel ? shown.slice('tel:'.length) : shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}
