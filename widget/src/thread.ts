/** The session with the server and what was said in it: begun, restored, ended, erased. */
import type { Client } from './client.ts';
import { ended, memoryStart, merged, nextKey, onlyGreeted, said } from './log.ts';
import { backoff, Failure } from './retry.ts';
import type { Kept } from './storage.ts';
import { type News, Tabs } from './tabs.ts';
import type { Entry, Language, Reply, Session, Trouble } from './types.ts';

const CONNECT_ATTEMPTS = 8;

export interface Hooks {
  language(): Language;
  /** Something is to be shown anew; resolves when it is shown. */
  changed(): Promise<void>;
  replied(replies: Reply[], since: number): void;
  failed(code: string): void;
}

type Timer = ReturnType<typeof setTimeout>;

export class Thread {
  session: Session | undefined;
  connecting = false;
  /** Old entries are being shown again: nobody wants them read out. */
  restoring = false;
  trouble: Trouble | undefined;
  /** The session was begun by another tab: what was said in it is not shown yet. */
  adopted = false;
  past: Entry[] = [];
  entries: Entry[] = [];

  private timer: Timer | undefined;
  private beginning: Promise<Session> | undefined;
  private readonly tabs: Tabs;

  constructor(
    private readonly client: Client,
    private readonly kept: Kept,
    private readonly hooks: Hooks,
    private readonly heard: (news: News) => void,
  ) {
    this.tabs = new Tabs((news, is) => {
      if (this.session && is(this.session.session)) this.heard(news);
    });
  }

  listen(): void {
    this.tabs.connect();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.tabs.disconnect();
  }

  changedHere(): void {
    if (this.session) this.tabs.tell({ news: 'changed' }, this.session.session);
  }

  /** Return the session; the first caller begins it. */
  begin(): Promise<Session> {
    if (this.session) return Promise.resolve(this.session);
    this.session = this.kept.getSession();
    if (this.session) {
      this.adopted = true;
      return Promise.resolve(this.session);
    }
    if (this.beginning) return this.beginning;
    const begun = this.client.begin(this.hooks.language()).then((session) => {
      if (this.beginning !== begun) return session; // erased meanwhile
      this.session = session;
      this.kept.setSession(session);
      // after a reload it would stand there too; below an ended conversation it would disturb
      if (!this.entries.length && !this.past.length) this.entries = session.replies.map(said);
      this.settle();
      return session;
    });
    const over = () => {
      if (this.beginning === begun) this.beginning = undefined;
    };
    begun.then(over, over);
    this.beginning = begun;
    return begun;
  }

  /** Begin a session and show its greeting; tries again by itself. */
  async connect(attempt = 1): Promise<void> {
    this.connecting = true;
    void this.hooks.changed();
    try {
      const session = await this.begin();
      if (!this.entries.length) this.entries = session.replies.map(said);
    } catch (error) {
      this.unreachable(asFailure(error), attempt, (next) => void this.connect(next));
    }
    this.connecting = false;
    void this.hooks.changed();
  }

  /** Show the kept session again; tries again by itself. */
  async restore(attempt = 1): Promise<void> {
    this.session ??= this.kept.getSession();
    if (!this.session) return this.connect();
    this.restoring = true;
    try {
      await this.refresh();
      this.settle();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.status === 401) {
        this.end();
        await this.connect();
      } else {
        if (!this.entries.length) this.entries = this.session.replies.map(said);
        this.unreachable(failure, attempt, (next) => void this.restore(next));
      }
    }
    await this.hooks.changed();
    this.restoring = false;
    await this.hooks.changed();
  }

  /** Show what the server remembers, unless `busy` when it has answered. */
  async refresh(busy: () => boolean = () => false): Promise<void> {
    const session = this.session;
    if (!session) return;
    const history = await this.client.history(session.session);
    if (session !== this.session || busy()) return;
    this.entries = merged(this.entries, session.replies, history);
  }

  /** The server no longer knows the session: keep what was said on the screen. */
  end(): void {
    this.endBefore(this.entries.length);
    this.drop();
  }

  /** A server that was away may have lost its memory: keep the screen, and say so. */
  async recall(busy: () => boolean): Promise<void> {
    const session = this.session;
    if (!session) return;
    const history = await this.client.history(session.session);
    if (session !== this.session || busy()) return;
    const start = memoryStart(this.entries, history);
    if (start) this.endBefore(start);
  }

  private endBefore(place: number): void {
    const notice: Entry = { from: 'notice', key: nextKey(), notice: 'ended' };
    this.past = [...this.past, ...ended(this.entries.slice(0, place)), notice];
    this.entries = this.entries.slice(place);
  }

  /** Erase the session on the server, then here, and begin another; throws when that fails. */
  async erase(erased: () => void): Promise<void> {
    const old = this.session;
    try {
      if (old) await this.client.erase(old.session);
    } catch (error) {
      const failure = asFailure(error);
      if (failure.status !== 401) throw failure;
    }
    this.forget();
    erased();
    await this.connect();
    if (!old) return;
    // what is kept reaches other tabs late: they are handed the new session
    const next = this.session;
    this.tabs.tell(next ? { news: 'erased', next } : { news: 'erased' }, old.session);
  }

  private forget(): void {
    this.past = [];
    this.entries = [];
    this.beginning = undefined;
    this.drop();
    this.settle();
  }

  /** Drop the session; what is kept may be a newer one that another tab began. */
  private drop(): void {
    const kept = this.kept.getSession();
    if (kept?.session === this.session?.session) this.kept.dropSession();
    this.session = undefined;
  }

  /** Another tab has erased the session, and begun `next` if it could. */
  erasedElsewhere(next?: Session): Promise<void> {
    this.forget();
    if (next) {
      this.session = next;
      this.kept.setSession(next);
    }
    return this.restore();
  }

  onlyGreeted(): boolean {
    return !this.past.length && onlyGreeted(this.entries);
  }

  settle(): void {
    clearTimeout(this.timer);
    this.trouble = undefined;
  }

  private unreachable(failure: Failure, attempt: number, again: (next: number) => void): void {
    this.hooks.failed(failure.code);
    this.trouble = troubleOf(failure);
    const hopeless = failure.status >= 400 && failure.status < 500 && failure.status !== 429;
    clearTimeout(this.timer);
    if (hopeless || attempt >= CONNECT_ATTEMPTS) return;
    const delay = Math.max(backoff(attempt), (failure.retryAfter ?? 0) * 1000);
    this.timer = setTimeout(() => again(attempt + 1), delay);
  }
}

export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(0, 'network');
}

export function troubleOf(failure: Failure): Trouble {
  const trouble: Trouble = { code: failure.status >= 500 ? 'server' : failure.code };
  const theirs = failure.status >= 400 && failure.status < 500;
  if (failure.words && theirs) trouble.message = failure.words;
  return trouble;
}
