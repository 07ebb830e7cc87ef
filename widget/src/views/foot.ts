/** Below a card: did it help, copy, print. */
import { html, nothing, type TemplateResult } from 'lit';
import { canHelp } from '../model.ts';
import { copied } from '../sheet.ts';
import type { Option } from '../types.ts';
import { check, copy, printer, thumbDown, thumbUp } from './icons.ts';
import type { Card, Scene } from './scene.ts';

export function foot(card: Card, scene: Scene): TemplateResult {
  return html`<div class="foot" part="foot">
    ${rating(card, scene)} ${canHelp(card.reply) ? tools(card, scene) : nothing}
  </div>`;
}

function tools(card: Card, scene: Scene): TemplateResult {
  const { reply, t, key } = card;
  const done = scene.copied?.key === key ? scene.copied.done : undefined;
  return html`<div class="tools">
    <button
      type="button"
      class="quiet"
      data-action="copy"
      @click=${() => scene.actions.copy(key, copied(reply, scene.ticks, t))}
    >${done ? check : copy}<span>${done ? t.copied : t.copy}</span></button>
    <button
      type="button"
      class="quiet"
      data-action="print"
      @click=${() => scene.actions.print(reply)}
    >${printer}<span>${t.print}</span></button>
  </div>`;
}

/** The question whether it helped: the assistant's own, or ours below the last answer. */
export function rating(card: Card, scene: Scene): unknown {
  const { reply, t } = card;
  if (card.rated)
    return html`<p class="thanks" part="thanks" data-part="thanks">${check}${t.thanks}</p>`;
  const asked = reply.feedback;
  const controls = scene.helpful(reply.language);
  const [yes, no] = asked?.options ?? [controls?.yes, controls?.no];
  if (!card.ratable || !yes || !no) return nothing;
  const question = asked?.question ?? t.helpfulQuestion;
  const button = (option: Option, helpful: boolean, label: string) => html`<button
    type="button"
    class="quiet"
    data-action=${helpful ? 'helpful' : 'unhelpful'}
    @click=${() => scene.actions.rate(card.key, option, helpful)}
  >${helpful ? thumbUp : thumbDown}<span>${label}</span></button>`;
  return html`<div class="rating" role="group" aria-label=${question} part="rating" data-part="rating">
    <span class="ask">${question}</span>
    <span class="both">
      ${button(yes, true, asked ? yes.label : t.helpful)}
      ${button(no, false, asked ? no.label : t.unhelpful)}
    </span>
  </div>`;
}
