/** The server's messages, read so that every part is as types.ts says. */
import { count, flag, list, named, type Read, record, text, words } from './shape.ts';
import type {
  Answer,
  Ask,
  Checklist,
  Citation,
  Control,
  Drugs,
  Estimate,
  Figure,
  History,
  HistoryEntry,
  Item,
  Language,
  Material,
  Option,
  Paper,
  Parts,
  Reply,
  Section,
  Session,
  Source,
} from './types.ts';

const lines = list(text);
const language: Read<Language> = (value) => (value === 'en' ? 'en' : 'zh');

const option = record<Option>({ label: words, choice: words }, 'label');
const control = record<Control>({ id: words, label: words, choice: words }, 'id', 'label');
const options = list(option);

const ask = record<Ask>(
  { fact: words, kind: words, question: words, why: text, options },
  'question',
);
const item = record<Item>(
  { id: words, name: words, status: words, status_label: words },
  'name',
);
const material = record<Material>({ id: words, name: words, note: words }, 'name');
const figure = record<Figure>(
  {
    id: words,
    label: words,
    amount: words,
    place: words,
    since: text,
    source: words,
    note: text,
    example: flag,
  },
  'label',
);
const citation = record<Citation>(
  {
    ref: words,
    name: words,
    title: words,
    gist: words,
    note: words,
    by_analogy: flag,
    version: words,
  },
  'name',
);
const source = record<Source>(
  { id: words, name: words, number: words, in_force: words },
  'name',
);
const section = record<Section>({ title: words, lines }, 'title');
const drugs = record<Drugs>({ title: words, lines });
const term = record<{ term: string; meaning: string }>({ term: words, meaning: words }, 'term');
const feedback = record<{ question: string; options: Option[] }>(
  { question: words, options },
  'question',
);

const sums = {
  total: words,
  in_scope: words,
  fund: words,
  serious_illness: words,
  medical_assistance: words,
  patient: words,
};
const parts = record<Parts>(sums, 'total');
const assumption = record<Estimate['assumptions'][number]>(
  { key: words, text: words, example: flag },
  'text',
);
const estimate = record<Estimate>(
  { ...sums, least: parts, most: parts, range: flag, assumptions: list(assumption) },
  'total',
  'least',
  'most',
);

const paper = record<Paper>(
  {
    material: words,
    name: words,
    why: words,
    note: words,
    instead: lines,
    only_if: words,
  },
  'name',
);
const papers = list(paper);
const open = record<Checklist['open'][number]>(
  { fact: words, question: words, papers: lines },
  'question',
);
const checklist = record<Checklist>(
  {
    id: words,
    day: words,
    title: words,
    say: words,
    bring: papers,
    perhaps: papers,
    open: list(open),
    where: words,
    online: lines,
    counter: lines,
    steps: lines,
    time_limit: words,
    limits: list(figure),
    handling: list(figure),
    cost: words,
    result: words,
    exceptions: lines,
    notices: lines,
  },
  'title',
);

const progress: Read<[number, number]> = (value) => {
  const [now, all] = list(count)(value) ?? [];
  return now && all ? [now, all] : undefined;
};

export const reply = record<Reply>({
  kind: words,
  language,
  topic: text,
  say: words,
  text,
  answer: text,
  title: text,
  items: list(item),
  drugs,
  steps: lines,
  materials: list(material),
  figures: list(figure),
  exceptions: lines,
  citations: list(citation),
  other_basis: text,
  sources: list(source),
  notices: lines,
  reviewed: text,
  ask,
  options,
  feedback,
  part: count,
  guide: text,
  progress,
  sections: list(section),
  estimate,
  checklist,
  printed: text,
  note: text,
  terms: list(term),
});
const replies = list(reply);

const controls = named(list(control)) as Read<Session['controls']>;

export const session = record<Session>(
  { session: words, expires: words, length: count, replies, controls },
  'session',
  'length',
);

/** Return an answer; absent when there are no replies, not even none. */
export const answer: Read<Answer> = (value) =>
  Array.isArray((value as Partial<Answer> | null)?.replies)
    ? record<Answer>({ id: words, shown: words, form: text, replies })(value)
    : undefined;

const entry: Read<HistoryEntry> = (value) => {
  const person = record<{ from: string; text: string }>({ from: words, text: words });
  const said = record<{ from: string; reply: Reply }>({ from: words, reply }, 'reply');
  if (person(value)?.from === 'person') {
    return { from: 'person', text: person(value)?.text ?? '' };
  }
  const found = said(value)?.reply;
  return found && { from: 'assistant', reply: found };
};

export const history: Read<History> = (value) =>
  Array.isArray((value as Partial<History> | null)?.entries)
    ? record<History>({ form: text, entries: list(entry) })(value)
    : undefined;
