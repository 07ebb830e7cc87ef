/** A reply as a sheet of paper: what is printed, and what is copied. */
import { canHelp, listName, said, tickKey } from './model.ts';
import type { Strings } from './strings.ts';
import type { Checklist, Figure, Language, Paper, Reply } from './types.ts';

export interface SheetLine {
  text: string;
  /** Absent where there is nothing to tick. */
  ticked?: boolean;
  notes?: string[];
}

export interface SheetGroup {
  heading: string;
  lines: SheetLine[];
  numbered?: boolean;
}

export interface Sheet {
  language: Language;
  title: string;
  lead: string;
  groups: SheetGroup[];
  foot: string[];
}

/** Return the sheet of `reply`: its checklist, or else the whole answer. */
export function sheetOf(reply: Reply, ticks: ReadonlySet<string>, t: Strings): Sheet {
  const ticked = (id: string) => ticks.has(tickKey(listName(reply), id));
  const made = reply.checklist;
  const groups = made
    ? [...ofChecklist(made, ticked, t), ...extraSections(reply, made)]
    : ofAnswer(reply, ticked, t);
  const lead = said(reply);
  return {
    language: reply.language,
    title: (reply.printed && made?.title) || reply.title || made?.title || t.title,
    lead: [...lead.drugs, ...reply.say.split('\n').slice(lead.drugs.length)].join('\n'),
    groups: [...groups, basis(reply, t)].filter(({ lines }) => lines.length),
    foot: [...new Set([...(reply.notices ?? []), ...(made?.notices ?? [])])],
  };
}

/** Return the text of `sheet` for the clipboard. */
export function textOf(sheet: Sheet): string {
  const blocks = sheet.groups.map(({ heading, lines, numbered }) =>
    [
      heading,
      ...lines.flatMap(({ text, ticked, notes = [] }, n) => [
        `${mark(n, numbered, ticked)}${text}`,
        ...notes.map((note) => `   ${note}`),
      ]),
    ].join('\n'),
  );
  return [sheet.title, sheet.lead, ...blocks, sheet.foot.join('\n')]
    .filter(Boolean)
    .join('\n\n');
}

function mark(n: number, numbered?: boolean, ticked?: boolean): string {
  if (ticked !== undefined) return ticked ? '☑ ' : '☐ ';
  return numbered ? `${n + 1}. ` : '- ';
}

/** Return the text that “copy” takes: an answer has it, a checklist has ticks. */
export function copied(reply: Reply, ticks: ReadonlySet<string>, t: Strings): string {
  const papers = reply.checklist ?? reply.materials?.length;
  if (!papers && reply.text && canHelp(reply)) return reply.text;
  return textOf(sheetOf(reply, ticks, t));
}

type Ticked = (id: string) => boolean;

const plain = (texts: string[] = []): SheetLine[] =>
  texts.filter(Boolean).map((text) => ({ text }));

function ofAnswer(reply: Reply, ticked: Ticked, t: Strings): SheetGroup[] {
  const materials = (reply.materials ?? []).map(({ id, name, note }) => ({
    text: name,
    ticked: ticked(id),
    notes: note ? [note] : [],
  }));
  return [
    { heading: t.steps, lines: plain(reply.steps), numbered: true },
    { heading: t.materials, lines: materials },
    { heading: t.figures, lines: figureLines(reply.figures, t) },
    ...(reply.sections ?? []).map(({ title, lines }) => ({
      heading: title,
      lines: plain(lines),
    })),
    { heading: t.exceptions, lines: plain(reply.exceptions) },
  ];
}

function ofChecklist(made: Checklist, ticked: Ticked, t: Strings): SheetGroup[] {
  const paper = (one: Paper): SheetLine => ({
    text: one.name,
    ticked: ticked(one.material),
    notes: paperNotes(one, t),
  });
  return [
    { heading: t.materials, lines: made.bring.map(paper) },
    { heading: t.perhaps, lines: made.perhaps.map(paper) },
    { heading: t.where, lines: plain([made.where]) },
    { heading: t.online, lines: plain(made.online) },
    { heading: t.counter, lines: plain(made.counter) },
    { heading: t.steps, lines: plain(made.steps), numbered: true },
    { heading: t.until, lines: [...plain([made.time_limit]), ...figureLines(made.limits, t)] },
    { heading: t.takes, lines: figureLines(made.handling, t) },
    { heading: t.cost, lines: plain([made.cost]) },
    { heading: t.outcome, lines: plain([made.result]) },
    { heading: t.exceptions, lines: plain(made.exceptions) },
  ];
}

/** Return the sections of a task that its checklist does not have. */
export function extraSections(reply: Reply, made: Checklist): SheetGroup[] {
  const known = new Set([
    made.where,
    made.time_limit,
    made.cost,
    made.result,
    ...made.online,
    ...made.counter,
    ...made.steps,
    ...made.exceptions,
  ]);
  const papers = [...made.bring, ...made.perhaps].map(({ name }) => name);
  const isKnown = (line: string) =>
    known.has(line) || papers.some((name) => line.startsWith(name));
  return (reply.sections ?? [])
    .filter(({ lines }) => !lines.some(isKnown))
    .map(({ title, lines }) => ({ heading: title, lines: plain(lines) }));
}

/** Some notes begin with the reason. */
function repeats({ why, note }: Paper): boolean {
  return note.startsWith(why.replace(/[。.]$/, ''));
}

/** Return what stands below a paper's name: when, why, what about it, what instead. */
export function paperNotes(paper: Paper, t: Strings): string[] {
  const notes = paper.only_if ? [t.onlyIf(paper.only_if)] : [];
  if (paper.why && !repeats(paper)) notes.push(paper.why);
  if (paper.note) notes.push(paper.note);
  if (paper.instead.length) notes.push(t.instead(paper.instead.join(t.list)));
  return notes;
}

export function figureLines(figures: Figure[] = [], t: Strings): SheetLine[] {
  return figures.map((figure) => {
    const where = figure.example ? `${t.example}${t.colon}${figure.place}` : figure.place;
    const from = [where, figure.since ? t.since(figure.since) : '', figure.source];
    const notes = [from.filter(Boolean).join(' · '), figure.note ?? ''].filter(Boolean);
    return { text: `${figure.label}${t.colon}${figure.amount}`, notes };
  });
}

function basis(reply: Reply, t: Strings): SheetGroup {
  const cited = (reply.citations ?? []).map(({ name, title, by_analogy }) => {
    const analogy = by_analogy ? ` (${t.analogy})` : '';
    return { text: `${name}${analogy}${title ? `${t.colon}${title}` : ''}` };
  });
  return { heading: t.basis, lines: [...cited, ...plain([reply.other_basis ?? ''])] };
}
