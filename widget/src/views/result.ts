/** The result of a guided task: an estimate, a checklist, or sections. */
import { html, nothing, type TemplateResult } from 'lit';
import { checklistSections, type ResultSection } from '../model.ts';
import type { Checklist, Figure } from '../types.ts';
import { direct, heading } from './answer.ts';
import { basis, notices, sources } from './basis.ts';
import { estimate } from './estimate.ts';
import { figureTable } from './figures.ts';
import { paperSection } from './papers.ts';
import type { Card, Scene } from './scene.ts';
import { fold, list, section } from './text.ts';

/** Sections that are read first stay open; the later ones are folded from here on. */
const OPEN_SECTIONS = 5;

export function result(card: Card, scene: Scene): TemplateResult {
  const { reply, t } = card;
  if (reply.estimate) {
    return html`${heading(card)} ${direct(reply)} ${estimate(card, reply.estimate)} ${basis(reply, t)}`;
  }
  const made = reply.checklist;
  const body = made && reply.printed ? checklist(card, made, scene) : sections(card, scene);
  return html`${made && reply.printed ? title(made) : heading(card)} ${direct(reply)} ${body}
    ${basis(reply, t)} ${sources(reply, t)} ${notices(reply, t)}`;
}

function title(made: Checklist): TemplateResult {
  return html`<div class="title"><h3 part="title">${made.title}</h3></div>`;
}

function sections(card: Card, scene: Scene): unknown {
  const { sections: given = [], checklist: made } = card.reply;
  const shown: ResultSection[] = made ? checklistSections(given, made) : given;
  return shown.map((one, n) => {
    if (one.papers) {
      return paperSection('papers', one.title, one.papers, card, scene);
    }
    const body = list(one.lines, one.numbered);
    return n < OPEN_SECTIONS
      ? section('section', one.title, body)
      : fold('section', one.title, body, { open: one.lines.length <= 2 });
  });
}

function checklist(card: Card, made: Checklist, scene: Scene): TemplateResult {
  const { t } = card;
  return html`${paperSection('bring', t.materials, made.bring, card, scene)}
    ${paperSection('perhaps', t.perhaps, made.perhaps, card, scene)}
    ${made.steps.length ? section('steps', t.steps, list(made.steps, true)) : nothing}
    ${section('where', t.where, where(card, made))}
    ${section('until', t.until, deadline(card, made.time_limit, made.limits))}
    ${more(card, made)}`;
}

function where({ t }: Card, made: Checklist): TemplateResult {
  return html`<dl class="pairs">
    <div><dt class="hidden">${t.where}</dt><dd>${made.where}</dd></div>
    ${pair(t.online, made.online)} ${pair(t.counter, made.counter)}
  </dl>`;
}

function pair(name: string, lines: string[]): unknown {
  if (!lines.length) return nothing;
  return html`<div><dt>${name}</dt>${lines.map((line) => html`<dd>${line}</dd>`)}</div>`;
}

function deadline({ t }: Card, text: string, limits: Figure[]): TemplateResult {
  return html`${text ? list([text]) : nothing} ${limits.length ? figureTable(limits, t) : nothing}`;
}

function more({ t }: Card, made: Checklist): TemplateResult {
  const open = made.open.map(({ question, papers }) =>
    papers.length ? `${question} (${t.decides(papers.join(t.list))})` : question,
  );
  return html`${made.handling.length ? fold('takes', t.takes, figureTable(made.handling, t)) : nothing}
    ${made.cost ? fold('cost', t.cost, list([made.cost]), { open: true }) : nothing}
    ${made.result ? fold('outcome', t.outcome, list([made.result])) : nothing}
    ${made.exceptions.length ? fold('exceptions', t.exceptions, list(made.exceptions), { count: made.exceptions.length }) : nothing}
    ${open.length ? fold('open', t.openFacts, list(open), { count: open.length }) : nothing}`;
}
