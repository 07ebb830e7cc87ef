/** Plain mode: the answer in large, short lines, hard words explained, the rest folded. */
import { html, nothing, type TemplateResult } from 'lit';
import { said } from '../model.ts';
import { sentences } from '../sentences.ts';
import type { Strings } from '../strings.ts';
import type { Reply } from '../types.ts';
import { background, heading } from './answer.ts';
import { materials } from './papers.ts';
import { result } from './result.ts';
import type { Card, Scene } from './scene.ts';
import { fold, list, rich, section } from './text.ts';

const FIRST_STEPS = 3;

export function plain(card: Card, scene: Scene): TemplateResult {
  const { reply, t } = card;
  const steps = reply.steps ?? [];
  const later = steps.slice(FIRST_STEPS);
  return html`${heading(card)} ${lines(reply)}
    ${steps.length ? section('steps', t.steps, shortSteps(steps.slice(0, FIRST_STEPS))) : nothing}
    ${terms(reply, t)} ${lawNames(reply, t)}
    ${fold('details', t.details, html`${later.length ? rest(later, t) : nothing} ${details(card, scene)}`)}`;
}

function details(card: Card, scene: Scene): TemplateResult {
  if (card.reply.kind === 'result') return result(card, scene);
  return html`${materials(card, scene)} ${background(card)}`;
}

function rest(later: string[], t: Strings): TemplateResult {
  return section('later', t.stepsMore(later.length), list(later));
}

function lines(reply: Reply): TemplateResult {
  const { drugs, items, text } = said(reply);
  return html`<div class="direct short" part="direct" data-part="direct">
    ${drugs.map((line) => html`<p>${rich(line)}</p>`)}
    ${items.map(
      ({ item, text: line }) => html`<p>
          <strong>${item.name}</strong> <span class="chip" data-status=${item.status}>${item.status_label}</span>
        </p>
        ${sentences(line).map((one) => html`<p>${rich(one)}</p>`)}`,
    )}
    ${sentences(text).map((one) => html`<p>${rich(one)}</p>`)}
  </div>`;
}

function shortSteps(steps: string[]): TemplateResult {
  return html`<ol class="steps short">
    ${steps.map(
      (step) => html`<li>
        <span>${sentences(step).map((one) => html`<span class="line">${rich(one)}</span>`)}</span>
      </li>`,
    )}
  </ol>`;
}

export function terms(reply: Reply, t: Strings): unknown {
  if (!reply.terms?.length) return nothing;
  return section(
    'terms',
    t.terms,
    html`<dl class="terms">
      ${reply.terms.map(({ term, meaning }) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}
    </dl>`,
  );
}

function lawNames(reply: Reply, t: Strings): unknown {
  const names = (reply.citations ?? []).map(({ name }) => name);
  if (!names.length) return nothing;
  return html`<p class="small" data-part="law">${t.basis}${t.colon}${names.join(t.list)}</p>`;
}
