/** The legal basis: every name to be seen, the rest one press away; sources, notices. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Strings } from '../strings.ts';
import type { Citation, Reply, Source } from '../types.ts';
import { scales } from './icons.ts';
import { fold, rich, section } from './text.ts';

export function basis(reply: Reply, t: Strings): unknown {
  const cited = reply.citations ?? [];
  if (!cited.length && !reply.other_basis) return nothing;
  return section(
    'basis',
    t.basis,
    html`${cited.map((one) => citation(one, t))}
      ${reply.other_basis ? html`<p class="small">${rich(reply.other_basis)}</p>` : nothing}`,
  );
}

function citation(one: Citation, t: Strings): TemplateResult {
  return html`<details class="citation" part="citation" data-ref=${one.ref}>
    <summary>
      ${scales}<span class="name">${one.name}</span>
      ${one.by_analogy ? html`<span class="tag">${t.analogy}</span>` : nothing}
    </summary>
    <div class="folded">
      ${one.title ? html`<p class="strong">${one.title}</p>` : nothing}
      ${one.gist ? html`<p>${rich(one.gist)}</p>` : nothing}
      ${one.note ? html`<p class="small">${rich(one.note)}</p>` : nothing}
      ${one.version ? html`<p class="small">${t.version(one.version)}</p>` : nothing}
    </div>
  </details>`;
}

export function sources(reply: Reply, t: Strings): unknown {
  const found = reply.sources ?? [];
  if (!found.length) return nothing;
  const items = found.map((one) => html`<li><span>${source(one, t)}</span></li>`);
  return fold('sources', t.sources, html`<ul class="dots small">${items}</ul>`, {
    count: found.length,
  });
}

function source(one: Source, t: Strings): string {
  const number = one.number && !one.name.includes(one.number) ? one.number : '';
  const since = one.in_force ? t.inForce(one.in_force) : '';
  return [one.name, number, since].filter(Boolean).join(' · ');
}

/** Who decides, what is not known, what will change; and when it was reviewed. */
export function notices(reply: Reply, t: Strings): unknown {
  const said = reply.notices ?? [];
  if (!said.length && !reply.reviewed) return nothing;
  return html`<div class="notices" part="notices" data-part="notices">
    ${said.map((line) => html`<p>${rich(line)}</p>`)}
    ${reply.reviewed ? html`<p>${t.reviewed(reply.reviewed)}</p>` : nothing}
  </div>`;
}
