/** A payload as it is shown: what `say` repeats of other keys is taken apart. */
import type { Checklist, Item, Option, Paper, Reply, Section } from './types.ts';

export interface Said {
  /** Lines of the imported drug catalogue. */
  drugs: string[];
  /** A line for each thing named, with its status. */
  items: { item: Item; text: string }[];
  /** The direct answer, or the words of a reply that is no answer. */
  text: string;
}

/** Return what `reply` says, without what is shown in other ways. */
export function said(reply: Reply): Said {
  const lines = reply.say.split('\n');
  const drugs = reply.drugs?.lines.length ?? 0;
  const items = reply.items ?? [];
  const first = lines.length >= drugs + items.length ? drugs + items.length : 0;
  const cut = first > 0;
  return {
    drugs: cut ? lines.slice(0, drugs) : [],
    items: items.map((item, n) => ({
      item,
      text: cut ? withoutName(lines[drugs + n] ?? '', item.name) : '',
    })),
    text: withoutRepeats(lines.slice(first).join('\n'), reply),
  };
}

function withoutName(line: string, name: string): string {
  const rest = line.startsWith(name) ? line.slice(name.length) : line;
  return rest === line ? line : rest.replace(/^\s*[：:]\s*/, '') || line;
}

function withoutRepeats(text: string, reply: Reply): string {
  let rest = text;
  if (reply.note && rest.endsWith(reply.note)) rest = rest.slice(0, -reply.note.length);
  if (reply.kind === 'form' && reply.ask) rest = withoutQuestion(rest, reply.ask.question);
  const labels = [...(reply.options ?? []), ...(reply.ask?.options ?? [])].map(
    ({ label }) => label,
  );
  const repeats = (line: string) => labels.includes(line.replace(/^\d+[.、]\s*/, ''));
  return rest
    .split('\n')
    .filter((line) => !/^\d+[.、]/.test(line) || !repeats(line))
    .join('\n')
    .trim();
}

/** A form says its question again as “(2/5) …” at the end. */
function withoutQuestion(text: string, question: string): string {
  if (!text.endsWith(question)) return text;
  return text.slice(0, -question.length).replace(/[（(]\d+\/\d+[）)]\s*$/, '');
}

/** Return what else may be asked: without the options that ask whether it helped. */
export function furtherOptions(reply: Reply): Option[] {
  const feedback = reply.feedback?.options.map(({ label }) => label) ?? [];
  return (reply.options ?? []).filter(({ label }) => !feedback.includes(label));
}

/** Tell whether people may say that it helped. */
export function canHelp(reply: Reply): boolean {
  return ['answer', 'result', 'article', 'neighbour'].includes(reply.kind);
}

export interface ResultSection {
  title: string;
  lines: string[];
  /** Papers in place of the lines, which say the same in fewer words. */
  papers?: Paper[];
  numbered?: boolean;
}

/** Return the sections of a result that has a checklist, its papers in full. */
export function checklistSections(sections: Section[], checklist: Checklist): ResultSection[] {
  return sections.map(({ title, lines }) => {
    for (const papers of [checklist.bring, checklist.perhaps]) {
      if (names(lines, papers)) return { title, lines, papers };
    }
    const numbered = lines.length > 1 && lines.join('\n') === checklist.steps.join('\n');
    return { title, lines, numbered };
  });
}

function names(lines: string[], papers: Paper[]): boolean {
  const alike = lines.length === papers.length && papers.length > 0;
  return alike && papers.every((paper, n) => lines[n]?.startsWith(paper.name));
}

export interface EstimateSections {
  working: Section[];
  assumed: string;
}

/** Return the sections of an estimate that its table does not show. */
export function estimateSections(sections: Section[], assumptions: number): EstimateSections {
  const rest = sections.slice(1);
  const last = rest[rest.length - 1];
  const assumes = assumptions > 0 && last?.lines.length === assumptions;
  return {
    working: assumes ? rest.slice(0, -1) : rest,
    assumed: assumes ? last.title : '',
  };
}

/** Return the key under which a paper's tick is kept. */
export function tickKey(list: string, paper: string): string {
  return `${list}:${paper}`;
}

/** Return the name of the list of papers of `reply`, the same for the same errand. */
export function listName(reply: Reply): string {
  return reply.checklist?.id ?? reply.topic ?? reply.answer ?? 'list';
}
