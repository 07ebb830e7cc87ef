/** A question of a guided task: where one is, what to choose, why, and the way out. */
import { html, nothing, type TemplateResult } from 'lit';
import { said } from '../model.ts';
import { options } from './options.ts';
import type { Card, Scene } from './scene.ts';
import { rich } from './text.ts';

export function form(card: Card, scene: Scene): TemplateResult {
  const { reply, t } = card;
  const { text } = said(reply);
  const { ask } = reply;
  return html`${text ? html`<p class="lead">${rich(text)}</p>` : nothing}
    <div class="step" data-part="form">
      ${reply.title || reply.progress ? where(card) : nothing}
      ${ask ? html`<h3 class="question" part="question">${ask.question}</h3>` : nothing}
      ${
        ask?.why
          ? html`<details class="why" data-part="why">
            <summary>${t.why}</summary>
            <p>${rich(ask.why)}</p>
          </details>`
          : nothing
      }
      ${ask ? options(ask.options, ask.question, card, scene, { over: !card.latest, name: 'answers' }) : nothing}
      ${card.latest ? ways(card, scene) : nothing}
    </div>`;
}

function where({ reply, t }: Card): TemplateResult {
  const [now, all] = reply.progress ?? [0, 0];
  return html`<div class="where">
    <span>${reply.title}</span>
    ${
      all
        ? html`<span data-part="progress">${t.progress(now, all)}</span>
      <progress max=${all} value=${now} aria-label=${t.progress(now, all)}></progress>`
        : nothing
    }
  </div>`;
}

function ways({ reply, t }: Card, scene: Scene): TemplateResult {
  const first = (reply.progress?.[0] ?? 1) <= 1;
  const way = (action: string, label: string, text: string) => html`<button
    type="button"
    class="quiet"
    data-action=${action}
    @click=${() => scene.actions.say(text)}
  >${label}</button>`;
  return html`<div class="ways">
    ${first ? nothing : way('back', t.back, t.backText)} ${way('leave', t.leave, t.leaveText)}
  </div>`;
}
