/** Plain text with its addresses and hotlines as links; never markup. */
import { html, nothing, type TemplateResult } from 'lit';
import { pieces } from '../links.ts';

export function rich(text: string): unknown {
  return pieces(text).map(({ text: shown, href }) => {
    if (!href) return shown;
    if (href.startsWith('tel:')) return html`<a href=${href}>${shown}</a>`;
    return html`<a href=${href} target="_blank" rel="noopener noreferrer">${shown}</a>`;
  });
}

/** A part of a card under a heading. */
export function section(name: string, title: string, body: unknown): TemplateResult {
  return html`<section class="part" part=${name} data-part=${name}>
    <h4>${title}</h4>
    ${body}
  </section>`;
}

/** A part that is folded away until asked for. */
export function fold(
  name: string,
  title: string,
  body: unknown,
  { open = false, count = 0 } = {},
): TemplateResult {
  return html`<details class="fold" part=${name} data-part=${name} ?open=${open}>
    <summary>
      <h4>${title}</h4>
      ${count ? html`<span class="count">${count}</span>` : nothing}
    </summary>
    <div class="folded">${body}</div>
  </details>`;
}

export function list(lines: readonly string[], numbered = false): TemplateResult {
  const items = lines.map((line) => html`<li><span>${rich(line)}</span></li>`);
  return numbered
    ? html`<ol class="steps">${items}</ol>`
    : html`<ul class="dots">${items}</ul>`;
}
