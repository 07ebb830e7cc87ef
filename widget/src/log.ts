/** The log as data: what the server remembers becomes entries with keys that stay. */
import type {
  AssistantEntry,
  Entry,
  History,
  HistoryEntry,
  PersonEntry,
  Reply,
} from './types.ts';

let count = 0;

export function nextKey(): string {
  count += 1;
  return `e${count}`;
}

export function said(reply: Reply): AssistantEntry {
  return { from: 'assistant', key: nextKey(), reply };
}

export function typed(
  id: string,
  text: string,
  choice: string | undefined,
  since: number,
): PersonEntry {
  const entry: PersonEntry = {
    from: 'person',
    key: nextKey(),
    id,
    text,
    state: 'queued',
    since,
  };
  if (choice !== undefined) entry.choice = choice;
  return entry;
}

/**
 * Return the entries of `history` after `greeting`.
 *
 * An entry of `old` that stands at the same place and says the same is kept, so that
 * nothing on the screen is made anew and read out a second time.
 */
export function merged(
  old: readonly Entry[],
  greeting: readonly Reply[],
  history: History,
): Entry[] {
  const greeted = history.entries[0]?.from === 'assistant';
  const all: HistoryEntry[] = [
    ...(greeted ? [] : greeting.map((reply) => ({ from: 'assistant' as const, reply }))),
    ...history.entries,
  ];
  return all.map((entry, place) => {
    const before = old[place];
    return before && same(before, entry) ? before : fresh(entry);
  });
}

function same(before: Entry, entry: HistoryEntry): boolean {
  if (before.from === 'person' && entry.from === 'person') return before.text === entry.text;
  if (before.from !== 'assistant' || entry.from !== 'assistant') return false;
  return before.reply.kind === entry.reply.kind && before.reply.say === entry.reply.say;
}

function fresh(entry: HistoryEntry): Entry {
  if (entry.from === 'assistant') return said(entry.reply);
  return { ...typed('', entry.text, undefined, 0), state: 'sent' };
}

/** Return `entries` as those of a session that has ended. */
export function ended(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) =>
    entry.from === 'assistant' ? { ...entry, ended: true } : entry,
  );
}

/** A history as long as this may be cut; the server keeps more than so many entries. */
const UNCUT = 100;

/** Return where in `entries` the memory of the server begins: it may have lost the rest. */
export function memoryStart(entries: readonly Entry[], history: History): number {
  const mine = entries.flatMap(({ from }, place) => (from === 'person' ? [place] : []));
  const theirs = history.entries.filter(({ from }) => from === 'person').length;
  if (theirs >= mine.length || history.entries.length >= UNCUT) return 0;
  return mine[mine.length - theirs] ?? entries.length;
}

/** Tell whether nobody has said anything yet. */
export function onlyGreeted(entries: readonly Entry[]): boolean {
  return entries.every((entry) => entry.from === 'assistant');
}
