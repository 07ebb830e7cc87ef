/** What every view may know, and what it may ask for. */
import type { Strings } from '../strings.ts';
import type { Language, Option, Reply } from '../types.ts';

export interface Actions {
  choose(option: Option, ended: boolean): void;
  say(text: string): void;
  tick(key: string, on: boolean): void;
  copy(key: string, text: string): void;
  print(reply: Reply): void;
  rate(key: string, option: Option, helpful: boolean): void;
  retry(): void;
  takeBack(key: string): void;
}

export interface Scene {
  /** The words of the interface; a card has those of its own language. */
  t: Strings;
  plain: boolean;
  ticks: ReadonlySet<string>;
  /** The key of the card whose text was just copied, and whether that worked. */
  copied: { key: string; done: boolean } | undefined;
  /** The controls of the session that tell whether an answer helped. */
  helpful(language: Language): { yes: Option; no: Option } | undefined;
  actions: Actions;
}

/** One reply on the screen. */
export interface Card {
  key: string;
  reply: Reply;
  t: Strings;
  /** The last reply of all: only its form can be answered. */
  latest: boolean;
  /** The last answer of all, which may be rated. */
  ratable: boolean;
  rated: boolean;
  ended: boolean;
}
