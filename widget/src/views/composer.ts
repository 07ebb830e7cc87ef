/** Where people type: grows, counts, listens, and leaves Enter to input methods. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { size } from '../sentences.ts';
import type { Strings } from '../strings.ts';
import { microphone, send, stop } from './icons.ts';

const LINES = 5;
/** The counter appears when so little is left. */
const NEAR = 200;

export interface ComposerState {
  t: Strings;
  draft: string;
  limit: number;
  /** What the open question of a form wants: money, rate, place, or nothing of the kind. */
  wants: string;
  touch: boolean;
  voice: { available: boolean; listening: boolean; message: string };
  typed(text: string): void;
  key(event: KeyboardEvent): void;
  composing(event: CompositionEvent): void;
  send(): void;
  listen(): void;
}

export function composer(state: ComposerState): TemplateResult {
  const { t, draft, voice } = state;
  const number = state.wants === 'money' || state.wants === 'rate';
  return html`<form class="composer" part="composer" @submit=${(event: Event) => {
    event.preventDefault();
    state.send();
  }}>
    ${voice.message || voice.listening ? html`<p class="heard" data-part="voice">${voice.message || t.voiceOn}</p>` : nothing}
    <div class="box">
      <textarea
        part="input"
        rows="1"
        aria-label=${t.input}
        aria-describedby="hint"
        aria-invalid=${size(draft) > state.limit ? 'true' : nothing}
        placeholder=${placeholder(state)}
        inputmode=${number ? 'decimal' : 'text'}
        enterkeyhint="send"
        autocomplete="off"
        .value=${live(draft)}
        @input=${(event: Event) => state.typed((event.target as HTMLTextAreaElement).value)}
        @keydown=${state.key}
        @compositionstart=${state.composing}
        @compositionend=${state.composing}
      ></textarea>
      ${voice.available ? listen(state) : nothing}
      <button
        type="submit"
        class="send"
        part="send"
        aria-label=${t.send}
        aria-disabled=${draft.trim() && size(draft) <= state.limit ? nothing : 'true'}
      >${send}</button>
    </div>
    <p class="under">
      <span id="hint">${state.touch ? t.hintTouch : t.hint}</span>${counter(state)}
    </p>
  </form>`;
}

function listen({ t, voice, listen: toggle }: ComposerState): TemplateResult {
  return html`<button
    type="button"
    class="bare"
    data-action="voice"
    aria-label=${voice.listening ? t.voiceStop : t.voice}
    aria-pressed=${voice.listening}
    @click=${toggle}
  >${voice.listening ? stop : microphone}</button>`;
}

function placeholder({ t, wants }: ComposerState): string {
  if (wants === 'money') return t.placeholderMoney;
  if (wants === 'rate') return t.placeholderRate;
  if (wants === 'place') return t.placeholderPlace;
  return t.placeholder;
}

function counter({ t, draft, limit }: ComposerState): unknown {
  const left = limit - size(draft);
  if (left > NEAR) return nothing;
  return html`<span class=${left < 0 ? 'bad' : ''} data-part="counter">${left < 0 ? t.over(-left) : t.left(left)}</span>`;
}

/** Let the field be as high as its text, up to five lines; an attribute needs no style. */
export function fit(field: HTMLTextAreaElement): void {
  field.rows = 1;
  const style = getComputedStyle(field);
  const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  const lines = (field.scrollHeight - padding) / Number.parseFloat(style.lineHeight);
  field.rows = Math.min(LINES, Math.max(1, Math.round(lines) || 1));
}
