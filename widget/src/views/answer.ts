/** An answer as a card: the direct answer first, then what to do, then why. */
import { html, nothing, type TemplateResult } from 'lit';
import { said } from '../model.ts';
import type { Reply } from '../types.ts';
import { basis, notices, sources } from './basis.ts';
import { figures } from './figures.ts';
import { materials } from './papers.ts';
import type { Card, Scene } from './scene.ts';
import { fold, list, rich, section } from './text.ts';

const FEW = 2;

export function answer(card: Card, scene: Scene): TemplateResult {
  const { reply, t } = card;
  return html`${heading(card)} ${direct(reply)}
    ${reply.steps?.length ? section('steps', t.steps, list(reply.steps, true)) : nothing}
    ${materials(card, scene)} ${background(card)}`;
}

/** Figures, exceptions, the law and where it all comes from. */
export function background({ reply, t }: Card): TemplateResult {
  const exceptions = reply.exceptions ?? [];
  return html`${figures(reply.figures, t)}
    ${
      exceptions.length
        ? fold('exceptions', t.exceptions, list(exceptions), {
            count: exceptions.length,
            open: exceptions.length <= FEW,
          })
        : nothing
    }
    ${basis(reply, t)} ${sources(reply, t)} ${notices(reply, t)}`;
}

export function heading({ reply, t }: Card): unknown {
  if (!reply.title) return nothing;
  return html`<div class="title">
    ${reply.part ? html`<span class="tag" data-part="number">${t.part(reply.part)}</span>` : nothing}
    <h3 part="title">${reply.title}</h3>
  </div>`;
}

export function direct(reply: Reply): TemplateResult {
  const { drugs, items, text } = said(reply);
  return html`${
    drugs.length
      ? html`<ul class="dots drugs" part="drugs" data-part="drugs">
        ${drugs.map((line) => html`<li><span>${rich(line)}</span></li>`)}
      </ul>`
      : nothing
  }
  ${items.length ? html`<ul class="items" part="items" data-part="items">${items.map(item)}</ul>` : nothing}
  ${text ? html`<p class="direct" part="direct" data-part="direct">${rich(text)}</p>` : nothing}`;
}

function item({ item: one, text }: ReturnType<typeof said>['items'][number]): TemplateResult {
  return html`<li data-item=${one.id} data-status=${one.status}>
    <p class="head">
      <strong>${one.name}</strong><span class="chip" data-status=${one.status}>${one.status_label}</span>
    </p>
    ${text ? html`<p>${rich(text)}</p>` : nothing}
  </li>`;
}
