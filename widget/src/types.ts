/** What the server says: see docs/web.md and actions/reply.py. */

export type Language = 'zh' | 'en';
export type Words = Record<Language, string>;

/** Something that can be chosen; `choice` is a token signed for this session. */
export interface Option {
  label: string;
  choice: string;
}

export interface Control extends Option {
  id: string;
}

export interface Ask {
  fact: string;
  kind: string;
  question: string;
  why?: string;
  options: Option[];
}

export interface Item {
  id: string;
  name: string;
  status: string;
  status_label: string;
}

export interface Drugs {
  title: string;
  lines: string[];
}

export interface Material {
  id: string;
  name: string;
  note: string;
}

export interface Figure {
  id: string;
  label: string;
  amount: string;
  place: string;
  since?: string;
  source: string;
  note?: string;
  example: boolean;
}

export interface Citation {
  ref: string;
  name: string;
  title: string;
  gist: string;
  note: string;
  by_analogy: boolean;
  version: string;
}

export interface Source {
  id: string;
  name: string;
  number: string;
  in_force: string;
}

export interface Section {
  title: string;
  lines: string[];
}

/** Who pays what, in yuan with two decimals. */
export interface Parts {
  total: string;
  in_scope: string;
  fund: string;
  serious_illness: string;
  medical_assistance: string;
  patient: string;
}

export interface Estimate extends Parts {
  least: Parts;
  most: Parts;
  range: boolean;
  assumptions: { key: string; text: string; example: boolean }[];
}

export interface Paper {
  material: string;
  name: string;
  why: string;
  note: string;
  instead: string[];
  only_if: string;
}

export interface Checklist {
  id: string;
  day: string;
  title: string;
  say: string;
  bring: Paper[];
  perhaps: Paper[];
  open: { fact: string; question: string; papers: string[] }[];
  where: string;
  online: string[];
  counter: string[];
  steps: string[];
  time_limit: string;
  limits: Figure[];
  handling: Figure[];
  cost: string;
  result: string;
  exceptions: string[];
  notices: string[];
}

export interface Reply {
  kind: string;
  language: Language;
  topic: string | null;
  say: string;
  text?: string;
  answer?: string;
  title?: string;
  items?: Item[];
  drugs?: Drugs | null;
  steps?: string[];
  materials?: Material[];
  figures?: Figure[];
  exceptions?: string[];
  citations?: Citation[];
  other_basis?: string;
  sources?: Source[];
  notices?: string[];
  reviewed?: string;
  ask?: Ask | null;
  options?: Option[];
  feedback?: { question: string; options: Option[] };
  part?: number;
  guide?: string;
  progress?: [number, number];
  sections?: Section[];
  estimate?: Estimate;
  checklist?: Checklist;
  printed?: string;
  note?: string;
  terms?: { term: string; meaning: string }[];
}

export interface Session {
  session: string;
  expires: string;
  length: number;
  replies: Reply[];
  controls: Partial<Record<Language, Control[]>>;
}

export interface Answer {
  id: string;
  shown: string;
  form: string | null;
  replies: Reply[];
}

export type HistoryEntry =
  | { from: 'person'; text: string; time?: string }
  | { from: 'assistant'; reply: Reply; time?: string };

export interface History {
  form: string | null;
  entries: HistoryEntry[];
}

/** Why a message could not be sent, as it is shown. */
export interface Trouble {
  code: string;
  message?: Words;
  seconds?: number;
}

export interface PersonEntry {
  from: 'person';
  key: string;
  id: string;
  text: string;
  choice?: string;
  /** `waiting` is tried again by itself, `failed` only when asked to. */
  state: 'sent' | 'sending' | 'queued' | 'waiting' | 'failed';
  trouble?: Trouble;
  /** When it was sent, on the clock of `performance.now()`. */
  since: number;
}

export interface AssistantEntry {
  from: 'assistant';
  key: string;
  reply: Reply;
  /** It belongs to a session that has ended: its choices are no longer signed. */
  ended?: boolean;
}

export interface NoticeEntry {
  from: 'notice';
  key: string;
  notice: 'ended';
}

export type Entry = PersonEntry | AssistantEntry | NoticeEntry;
