import { css } from 'lit';
import { narrow } from './narrow.ts';

/** Tables, the picture of a bill, forms, plain mode. */
const stacked = narrow('log', 34, {
  '.figures, .figures tbody, .figures tr, .figures th, .figures td': 'display: block',
  '.figures thead':
    'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)',
  '.figures tr': 'padding: 0.6em 0',
  '.figures tr + tr': 'border-top: 1px solid var(--_line)',
  '.figures tbody tr > *': 'padding: 0; border: 0',
  '.figures td.amount': 'font-size: 1.08em; color: var(--_accent)',
});

export const parts = css`
  table { width: 100%; border-collapse: collapse; font-size: 0.93em; line-height: 1.6; }
  th, td { padding: 0.5em 0.6em 0.5em 0; text-align: start; vertical-align: top; font-weight: 400; }
  thead th { color: var(--_muted); font-size: 0.9em; border-bottom: 1px solid var(--_line); }
  tbody tr + tr > *, tfoot tr > * { border-top: 1px solid var(--_line); }
  .amount { font-weight: 600; font-variant-numeric: tabular-nums; }
  .from { color: var(--_muted); font-size: 0.92em; }
  .from .note { display: block; }
  .sums .amount, .sums thead th + th { text-align: end; padding-right: 0; padding-left: 0.6em; }
  .sums .share { display: block; font-weight: 400; font-size: 0.87em; color: var(--_muted); }
  .sums .swatch { margin-inline-end: 0.5em; vertical-align: -0.15em; width: 0.95em; height: 0.95em; }
  .sums .strong > * { font-weight: 650; color: var(--_ink); }
  ${stacked}

  .chart + .chart { margin-top: 0.5em; }
  .chart figcaption { font-size: 0.9em; color: var(--_muted); }
  .picture { display: block; border-radius: 0.5em; overflow: hidden; }
  .fill { stroke: var(--_surface); stroke-width: 2; vector-effect: non-scaling-stroke; }
  .swatch .fill { stroke: none; }
  .fund { fill: var(--_fund); }
  .serious { fill: var(--_serious); }
  .assistance { fill: var(--_assistance); }
  .own { fill: var(--_own); }
  .out { fill: var(--_out); }
  @media (forced-colors: active) {
    .picture, .swatch { forced-color-adjust: none; }
  }
  .sums { margin-top: 0.6em; }
  .working { display: grid; gap: 0.35em; font-size: 0.92em; font-variant-numeric: tabular-nums; }
  .working li + li { border-top: 1px dashed var(--_line); padding-top: 0.35em; }

  .pairs { display: grid; gap: 0.5em; }
  .pairs dt, .terms dt { font-weight: 600; font-size: 0.93em; color: var(--_muted); }
  .terms { display: grid; gap: 0.5em; padding: 0.8em 1em; border-radius: 0.6em; background: var(--_background); }
  .terms dt { color: var(--_ink); font-size: 1em; }

  .lead { white-space: pre-line; margin-bottom: 0.8em; }
  .where { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.1em 1em; font-size: 0.87em; color: var(--_muted); }
  .part .where { display: block; }
  progress {
    appearance: none; width: 100%; height: 0.4em; border: 0; border-radius: 1em; overflow: hidden;
    background: var(--_line); color: var(--_accent);
  }
  progress::-webkit-progress-bar { background: var(--_line); }
  progress::-webkit-progress-value { background: var(--_accent); }
  progress::-moz-progress-bar { background: var(--_accent); }
  .question { margin: 0.7em 0 0.2em; font-size: 1.08em; line-height: 1.6; font-weight: 600; }
  .why summary { padding-inline: 0; justify-content: flex-start; color: var(--_accent); font-size: 0.93em; }
  .why summary::after { margin-inline: 0.2em; }
  .why p { padding-bottom: 0.6em; font-size: 0.93em; color: var(--_muted); }
  .step .options { display: grid; margin-top: 0.4em; }
  .step .ways { margin: 0.6em -0.5em -0.4em; }
  [data-kind='small_talk'] .further .options, [data-kind='unsure'] .further .options,
  [data-kind='out_of_scope'] .further .options { display: grid; grid-template-columns: minmax(0, 1fr); }
  @container log (min-width: 40rem) {
    [data-kind='small_talk'] .further .options, [data-kind='unsure'] .further .options,
    [data-kind='out_of_scope'] .further .options { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .card { padding: 1.3em 1.5em; }
  }

  .short { display: grid; gap: 0.5em; }
  .plain [data-part='law'] { margin-top: 0.8em; }
  .plain .direct { font-size: 1.25em; line-height: 1.7; }
  .plain .steps.short { font-size: 1.12em; gap: 0.8em; }
  .steps.short .line { display: block; }
`;
