/** Who pays what, as a picture and as a table; a range has two bars. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import {
  fen,
  money,
  type Part,
  type PartName,
  parts,
  share,
  shown,
  WIDTH,
} from '../estimate.ts';
import { estimateSections } from '../model.ts';
import type { Strings } from '../strings.ts';
import type { Estimate, Parts } from '../types.ts';
import { notices, sources } from './basis.ts';
import type { Card } from './scene.ts';
import { fold, list, rich, section } from './text.ts';

const HEIGHT = 44;

export function estimate(card: Card, made: Estimate): TemplateResult {
  const { reply, t } = card;
  const { working, assumed } = estimateSections(reply.sections ?? [], made.assumptions.length);
  return html`${section('estimate', t.whoPays, html`${bars(made, t)} ${table(made, t)}`)}
    ${assumed ? section('assumptions', assumed, assumptions(made, t)) : nothing}
    ${working.map(({ title, lines }) => fold('working', title, workings(lines)))}
    ${sources(reply, t)} ${notices(reply, t)}`;
}

function workings(lines: string[]): TemplateResult {
  return html`<ol class="working">${lines.map((line) => html`<li>${line}</li>`)}</ol>`;
}

function assumptions(made: Estimate, t: Strings): unknown {
  if (!made.assumptions.some(({ example }) => example)) {
    return list(made.assumptions.map(({ text }) => text));
  }
  return html`<ul class="dots">
    ${made.assumptions.map(
      ({ key, text, example }) => html`<li data-assumption=${key} ?data-example=${example}>
        <span>${example ? html`<span class="tag warn">${t.example}</span> ` : nothing}${rich(text)}</span>
      </li>`,
    )}
  </ul>`;
}

function bars(made: Estimate, t: Strings): TemplateResult {
  if (!made.range) return bar(made.most, shown(made), '', t);
  return html`${bar(made.least, shown(made), t.least, t)} ${bar(made.most, shown(made), t.most, t)}`;
}

function bar(sums: Parts, names: PartName[], title: string, t: Strings): TemplateResult {
  const all = parts(sums).filter(({ name }) => names.includes(name));
  const total = fen(sums.total);
  const said = all
    .map(({ name, fen: sum }) => `${t[name]} ${t.yuan(money(sum))} (${share(sum, total)})`)
    .join(t.list);
  const text = (title ? `${title}${t.colon}` : '') + t.barText(said);
  return html`<figure class="chart" data-part="bar">
    ${title ? html`<figcaption>${title}</figcaption>` : nothing}
    <svg
      class="picture"
      role="img"
      aria-label=${text}
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      width="100%"
      height=${HEIGHT}
    >${all.map(block)}</svg>
  </figure>`;
}

function block({ name, x, width }: Part): unknown {
  if (!width) return nothing;
  return svg`<rect class="fill ${name}" data-name=${name} x=${x} y="0" width=${width} height=${HEIGHT}></rect>`;
}

function table(made: Estimate, t: Strings): TemplateResult {
  const cases = made.range ? [made.least, made.most] : [made.most];
  const heads = made.range ? [t.least, t.most] : [t.figureAmount];
  const cut = cases.map((sums) => ({
    sums: new Map(parts(sums).map(({ name, fen: sum }) => [name, sum])),
    total: fen(sums.total),
    patient: fen(sums.patient),
  }));
  const amounts = (value: (one: (typeof cut)[number]) => number) =>
    cut.map((one) => html`<td class="amount">${sum(value(one), one.total)}</td>`);
  return html`<table class="sums">
    <caption class="hidden">${t.whoPays}</caption>
    <thead>
      <tr><th scope="col">${t.partName}</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
    </thead>
    <tbody>
      ${shown(made).map(
        (name) => html`<tr data-name=${name}>
          <th scope="row">${swatch(name)}${t[name]}</th>${amounts(({ sums }) => sums.get(name) ?? 0)}
        </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr class="strong" data-name="patient"><th scope="row">${t.patient}</th>${amounts((one) => one.patient)}</tr>
      <tr data-name="total"><th scope="row">${t.total}</th>${cut.map(
        ({ total }) => html`<td class="amount">${money(total)}</td>`,
      )}</tr>
    </tfoot>
  </table>`;
}

function sum(value: number, total: number): TemplateResult {
  return html`${money(value)}<span class="share">${share(value, total)}</span>`;
}

function swatch(name: PartName): TemplateResult {
  return html`<svg class="swatch" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <rect class="fill ${name}" width="16" height="16"></rect>
  </svg>`;
}
