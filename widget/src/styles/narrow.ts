import { type CSSResult, unsafeCSS } from 'lit';

/** The three text sizes, and how much room each needs compared with the first. */
const SCALES = [1, 1.2, 1.45];

/**
 * Rules for containers too narrow for their text. Container queries measure in the text
 * size of the page, not in ours, so each of our sizes has a query of its own.
 */
export function narrow(name: string, rem: number, rules: Record<string, string>): CSSResult {
  const queries = SCALES.map((scale, size) => {
    const body = Object.entries(rules).map(([selector, rule]) => {
      const all = selector.split(', ').map((one) => `.size-${size} ${one}`);
      return `${all.join(', ')} { ${rule} }`;
    });
    return `@container ${name} (max-width: ${rem * scale}rem) { ${body.join(' ')} }`;
  });
  return unsafeCSS(queries.join(' '));
}
