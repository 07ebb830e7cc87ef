/** What can be chosen, as buttons. */
import { html, nothing } from 'lit';
import type { Option } from '../types.ts';
import type { Card, Scene } from './scene.ts';

/** Buttons for `shown`; those that are over stay readable and keep the focus. */
export function options(
  shown: readonly Option[],
  label: string,
  card: Card,
  scene: Scene,
  { over = false, name = 'options' } = {},
): unknown {
  if (!shown.length) return nothing;
  return html`<div class="options" role="group" aria-label=${label} part=${name} data-part=${name}>
    ${shown.map(
      (option) => html`<button
        type="button"
        class="option"
        part="option"
        aria-disabled=${over ? 'true' : nothing}
        @click=${() => over || scene.actions.choose(option, card.ended)}
      >${option.label}</button>`,
    )}
  </div>`;
}
