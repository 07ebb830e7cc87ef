/** What the browser keeps. Storage may be blocked or full: then memory must do. */
import * as replies from './replies.ts';
import type { Language, PersonEntry, Session } from './types.ts';

export type Keep = 'tab' | 'browser';

/** The part of `Storage` that is used. */
export type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'baoxiao:';

/** JSON values in a box that never throws. */
export class Store {
  private readonly memory = new Map<string, string>();

  constructor(private readonly box: () => Box) {}

  read<T>(name: string): T | undefined {
    try {
      const text = this.memory.get(name) ?? this.box().getItem(PREFIX + name);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  }

  write(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    try {
      this.box().setItem(PREFIX + name, text);
      this.memory.delete(name);
    } catch {
      this.memory.set(name, text);
    }
  }

  remove(name: string): void {
    this.memory.delete(name);
    try {
      this.box().removeItem(PREFIX + name);
    } catch {
      // blocked: there is nothing to remove
    }
  }
}

export interface Preferences {
  size: 0 | 1 | 2;
  plain: boolean;
  language?: Language;
}

/** All that is kept: the session as long as asked for, drafts for the tab, tastes for good. */
export class Kept {
  private readonly session: Store;
  private readonly tab: Store;
  private readonly always: Store;

  constructor(
    keep: Keep,
    local: () => Box = () => localStorage,
    tab: () => Box = () => sessionStorage,
  ) {
    this.tab = new Store(tab);
    this.always = new Store(local);
    this.session = keep === 'browser' ? new Store(local) : this.tab;
  }

  getSession(): Session | undefined {
    return replies.session(this.session.read('session'));
  }

  setSession(session: Session): void {
    this.session.write('session', session);
  }

  /** Forget the session and what belongs to it; unsent messages and the draft stay. */
  dropSession(): void {
    for (const name of ['session', 'ticks', 'verdicts']) this.session.remove(name);
  }

  getTicks(): Set<string> {
    const found = this.session.read<string[]>('ticks');
    return new Set(Array.isArray(found) ? found : []);
  }

  setTicks(ticks: Set<string>): void {
    this.session.write('ticks', [...ticks]);
  }

  getVerdicts(): Record<string, boolean> {
    return this.session.read<Record<string, boolean>>('verdicts') ?? {};
  }

  setVerdicts(verdicts: Record<string, boolean>): void {
    this.session.write('verdicts', verdicts);
  }

  getDraft(): string {
    const found = this.tab.read<string>('draft');
    return typeof found === 'string' ? found : '';
  }

  setDraft(draft: string): void {
    if (draft) this.tab.write('draft', draft);
    else this.tab.remove('draft');
  }

  getUnsent(): PersonEntry[] {
    const found = this.tab.read<PersonEntry[]>('unsent');
    if (!Array.isArray(found)) return [];
    return found.filter((one) => typeof one?.id === 'string' && typeof one.text === 'string');
  }

  setUnsent(entries: PersonEntry[]): void {
    if (entries.length) this.tab.write('unsent', entries);
    else this.tab.remove('unsent');
  }

  getPreferences(): Preferences {
    const found = this.always.read<Partial<Preferences>>('preferences') ?? {};
    const size = found.size === 1 || found.size === 2 ? found.size : 0;
    const kept: Preferences = { size, plain: found.plain === true };
    if (found.language === 'zh' || found.language === 'en') kept.language = found.language;
    return kept;
  }

  setPreferences(preferences: Preferences): void {
    this.always.write('preferences', preferences);
  }
}
