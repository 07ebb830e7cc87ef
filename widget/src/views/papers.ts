/** Papers to bring, each to be ticked; the ticks stay for the session. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { listName, tickKey } from '../model.ts';
import { paperNotes } from '../sheet.ts';
import type { Strings } from '../strings.ts';
import type { Paper, Reply } from '../types.ts';
import type { Card, Scene } from './scene.ts';
import { rich, section } from './text.ts';

interface Row {
  id: string;
  name: string;
  notes: string[];
  /** The first note says when the paper is needed at all. */
  conditional?: boolean;
}

export function materials(card: Card, scene: Scene): unknown {
  const rows = (card.reply.materials ?? []).map(({ id, name, note }) => ({
    id,
    name,
    notes: note ? [note] : [],
  }));
  return papers('materials', card.t.materials, rows, card, scene);
}

export function paperSection(
  name: string,
  title: string,
  shown: Paper[],
  card: Card,
  scene: Scene,
): unknown {
  const rows = shown.map((one) => ({
    id: one.material,
    name: one.name,
    notes: paperNotes(one, card.t),
    conditional: one.only_if !== '',
  }));
  return papers(name, title, rows, card, scene);
}

function papers(name: string, title: string, rows: Row[], card: Card, scene: Scene): unknown {
  if (!rows.length) return nothing;
  const done = rows.filter(({ id }) => scene.ticks.has(keyOf(card.reply, id))).length;
  const items = rows.map((row) => paper(row, card, scene));
  return section(
    name,
    title,
    html`<ul class="papers">${items}</ul>
      ${progress(done, rows.length, card.t)}`,
  );
}

function progress(done: number, all: number, t: Strings): unknown {
  return all > 1 ? html`<p class="small done">${t.ticked(done, all)}</p>` : nothing;
}

function paper(row: Row, card: Card, scene: Scene): TemplateResult {
  const key = keyOf(card.reply, row.id);
  const toggle = (event: Event) =>
    scene.actions.tick(key, (event.target as HTMLInputElement).checked);
  const id = `${card.key}-${row.id}`;
  return html`<li data-paper=${row.id}>
    <label>
      <input
        type="checkbox"
        aria-describedby=${row.notes.length ? id : nothing}
        .checked=${live(scene.ticks.has(key))}
        @change=${toggle}
      /><span class="name">${row.name}</span>
    </label>
    ${
      row.notes.length
        ? html`<div class="notes" id=${id}>
          ${row.notes.map((note, n) => html`<p class=${row.conditional && n === 0 ? 'if' : ''}>${rich(note)}</p>`)}
        </div>`
        : nothing
    }
  </li>`;
}

function keyOf(reply: Reply, paper: string): string {
  return tickKey(listName(reply), paper);
}
