/** Figures with place, date and source; an example says so in words. */
import { html, nothing } from 'lit';
import type { Strings } from '../strings.ts';
import type { Figure } from '../types.ts';
import { fold, rich } from './text.ts';

const SHORT = 2;

export function figures(shown: Figure[] | undefined, t: Strings): unknown {
  if (!shown?.length) return nothing;
  const body = figureTable(shown, t);
  return fold('figures', t.figures, body, {
    count: shown.length,
    open: shown.length <= SHORT,
  });
}

export function figureTable(shown: Figure[], t: Strings): unknown {
  const examples = shown.some(({ example }) => example);
  return html`<table class="figures" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">${t.figureName}</th>
          <th role="columnheader" scope="col">${t.figureAmount}</th>
          <th role="columnheader" scope="col">${t.figureFrom}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${shown.map((one) => row(one, t))}
      </tbody>
    </table>
    ${examples ? html`<p class="small">${t.exampleNote}</p>` : nothing}`;
}

function row(one: Figure, t: Strings): unknown {
  const from = [one.place, one.since ? t.since(one.since) : '', one.source];
  return html`<tr role="row" data-figure=${one.id} ?data-example=${one.example}>
    <th role="rowheader" scope="row">${one.label}</th>
    <td role="cell" class="amount">
      ${one.amount}${one.example ? html` <span class="tag warn">${t.example}</span>` : nothing}
    </td>
    <td role="cell" class="from">
      ${from.filter(Boolean).join(' · ')}
      ${one.note ? html`<span class="note">${rich(one.note)}</span>` : nothing}
    </td>
  </tr>`;
}
