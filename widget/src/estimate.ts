/** Who pays what of a bill, as parts of a bar. Sums are whole fen: nothing is lost. */
import type { Estimate, Parts } from './types.ts';

export const PARTS = ['fund', 'serious', 'assistance', 'own', 'out'] as const;
export type PartName = (typeof PARTS)[number];

export interface Part {
  name: PartName;
  fen: number;
  /** Where it begins and how wide it is, in thousandths of the bar. */
  x: number;
  width: number;
}

export const WIDTH = 1000;

/** Return the fen of a sum such as `35000.00`; what cannot be read counts nothing. */
export function fen(sum: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(sum.trim());
  if (!match) return 0;
  const [, sign, yuan, rest = ''] = match;
  const value = Number(yuan) * 100 + Number(rest.padEnd(2, '0'));
  return sign ? -value : value;
}

/** Return a sum for people: `28,900.00`. */
export function money(value: number): string {
  const yuan = Math.trunc(Math.abs(value) / 100);
  const rest = String(Math.abs(value) % 100).padStart(2, '0');
  const grouped = String(yuan).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '−' : ''}${grouped}.${rest}`;
}

/** Return the five parts of the total; they add up to it, and so do their widths. */
export function parts(sums: Parts): Part[] {
  const total = fen(sums.total);
  const scope = fen(sums.in_scope);
  const fund = fen(sums.fund);
  const serious = fen(sums.serious_illness);
  const assistance = fen(sums.medical_assistance);
  const own = Math.max(0, scope - fund - serious - assistance);
  const out = Math.max(0, total - fund - serious - assistance - own);
  const values = { fund, serious, assistance, own, out };
  let before = 0;
  return PARTS.map((name) => {
    const x = place(before, total);
    before += values[name];
    return { name, fen: values[name], x, width: place(before, total) - x };
  });
}

function place(sum: number, total: number): number {
  return total > 0 ? Math.round((sum / total) * WIDTH) : 0;
}

/** Return the share of `value` in `total` as a percentage with one decimal. */
export function share(value: number, total: number): string {
  return total > 0 ? `${Math.round((value / total) * 1000) / 10}%` : '–';
}

/** Return the names of the parts worth a line: paid by somebody in one case at least. */
export function shown(estimate: Estimate): PartName[] {
  const least = parts(estimate.least);
  const most = parts(estimate.most);
  return PARTS.filter((_, n) => (least[n]?.fen ?? 0) > 0 || (most[n]?.fen ?? 0) > 0);
}
