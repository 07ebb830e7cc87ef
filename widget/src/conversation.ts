/** What a person sends: in order, once each, kept until the server has answered. */
import type { Client } from './client.ts';
import { messageId } from './ids.ts';
import { nextKey, said, typed } from './log.ts';
import { type Decision, decide, Failure } from './retry.ts';
import type { Kept } from './storage.ts';
import type { News } from './tabs.ts';
import { asFailure, type Hooks, Thread, troubleOf } from './thread.ts';
import type { Answer, Entry, PersonEntry } from './types.ts';

const TYPING_AFTER = 300;
/** An ended session is renewed so often for one message. */
const RENEWALS = 2;

export class Conversation {
  readonly thread: Thread;
  typing = false;

  private outbox: PersonEntry[];
  /** Messages from before a reload: the server may have answered them already. */
  private readonly old = new Set<string>();
  private readonly attempts = new Map<string, number>();
  private renewals = 0;
  private started = false;
  private flushing = false;
  private stale = false;
  /** The server could not be reached: it may have begun anew. */
  private away = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: Client,
    private readonly kept: Kept,
    private readonly hooks: Hooks,
    private readonly online: () => boolean = () => navigator.onLine !== false,
  ) {
    this.thread = new Thread(client, kept, hooks, (news) => this.heard(news));
    this.outbox = kept
      .getUnsent()
      .map((entry) => ({ ...entry, key: nextKey(), state: 'queued' }));
    for (const entry of this.outbox) this.old.add(entry.id);
  }

  get log(): Entry[] {
    return [...this.thread.past, ...this.thread.entries, ...this.outbox];
  }

  /** Begin at the first opening: the kept session, or a new one. */
  async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    this.thread.listen();
    await this.thread.restore();
    void this.flush();
  }

  /** Stop timers and listening; what is kept stays. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.thread.stop();
    this.started = false;
  }

  send(text: string, choice?: string): void {
    this.outbox.push(typed(messageId(), text, choice, performance.now()));
    this.keep();
    void this.flush();
  }

  /** Try again at once: a person asks for it, or the network is back. */
  retry(): void {
    const limited = this.outbox.some((entry) => entry.trouble?.code === 'limited');
    if (!this.started || (limited && this.timer)) return;
    for (const entry of this.outbox) {
      if (entry.state === 'failed' || entry.state === 'waiting') requeue(entry);
    }
    this.attempts.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.thread.trouble && !this.outbox.length) void this.thread.restore();
    void this.flush();
  }

  /** Take back a message that was not sent, and return its text. */
  takeBack(key: string): string {
    const entry = this.outbox.find((one) => one.key === key);
    this.outbox = this.outbox.filter((one) => one !== entry);
    this.keep();
    return entry?.text ?? '';
  }

  /** Erase the conversation on the server and begin another; tell whether it was erased. */
  async clear(): Promise<boolean> {
    try {
      await this.thread.erase(() => {
        this.outbox = [];
        this.keep();
      });
    } catch (error) {
      this.hooks.failed(asFailure(error).code);
      return false;
    }
    await this.hooks.changed();
    return true;
  }

  /** Greet in the language chosen now, if nothing but a greeting was said. */
  async greetAgain(): Promise<void> {
    const alone = this.thread.onlyGreeted() && !this.outbox.length;
    if (this.thread.session && alone) await this.clear();
  }

  private async flush(): Promise<void> {
    if (this.flushing || this.timer || !this.started) {
      void this.hooks.changed();
      return;
    }
    this.flushing = true;
    for (;;) {
      const next = this.outbox.find((entry) => entry.state !== 'failed');
      if (!next || !(await this.deliver(next))) break;
      if (this.old.delete(next.id)) this.stale = true;
    }
    this.flushing = false;
    if (this.away && !this.outbox.length) {
      this.away = false;
      await this.thread.recall(() => this.flushing).catch(() => {});
    }
    if (this.stale || this.thread.adopted) await this.catchUp();
    void this.hooks.changed();
  }

  /** Show the order of the server: another tab, or a message from before a reload. */
  private async catchUp(): Promise<void> {
    this.stale = false;
    this.thread.adopted = false;
    await this.thread.refresh(() => this.flushing).catch(() => {});
  }

  /** Send one message; tell whether the next may follow. */
  private async deliver(entry: PersonEntry): Promise<boolean> {
    try {
      if (!this.online()) throw new Failure(0, 'offline');
      this.update(entry, 'sending');
      // at once where it can be: what is drawn meanwhile does not hold it up
      const session = this.thread.session ?? (await this.thread.begin());
      const { id, text, choice } = entry;
      const message = choice === undefined ? { id, text } : { id, choice };
      const answer = await this.shown(this.client.send(session.session, message));
      if (session === this.thread.session) this.accepted(entry, answer);
      return true;
    } catch (error) {
      if (!this.outbox.includes(entry)) return true; // cleared meanwhile
      return this.refused(entry, asFailure(error));
    }
  }

  /** Show that it is being worked on, but only when it takes a while. */
  private async shown<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.typing = true;
      void this.hooks.changed();
    }, TYPING_AFTER);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.typing = false;
    }
  }

  private accepted(entry: PersonEntry, answer: Answer): void {
    const thread = this.thread;
    this.outbox = this.outbox.filter((one) => one !== entry);
    this.attempts.delete(entry.id);
    this.renewals = 0;
    this.keep();
    if (answer.replies.some((reply) => reply.kind === 'forgotten')) {
      thread.past = [];
      thread.entries = [];
      this.kept.setTicks(new Set());
      this.kept.setVerdicts({});
    }
    const { trouble: _, ...sent } = entry;
    const shown: Entry = { ...sent, text: answer.shown || entry.text, state: 'sent' };
    thread.entries = [...thread.entries, shown, ...answer.replies.map(said)];
    thread.settle();
    this.hooks.replied(answer.replies, entry.since);
    void this.hooks.changed();
    thread.changedHere();
  }

  /** Decide what becomes of a message that was not taken; tell whether the next may follow. */
  private refused(entry: PersonEntry, failure: Failure): boolean {
    const attempts = (this.attempts.get(entry.id) ?? 0) + 1;
    this.attempts.set(entry.id, attempts);
    this.hooks.failed(failure.code);
    if (failure.status === 0 || failure.status >= 500) this.away = true;
    let decision: Decision =
      failure.code === 'offline' ? { action: 'hold' } : decide(failure, attempts);
    if (decision.action === 'renew') {
      this.thread.end();
      entry.choice = undefined; // it was signed for the session that ended
      this.renewals += 1;
      if (this.renewals <= RENEWALS) return true;
    }
    if (decision.action === 'as-text') {
      if (entry.choice !== undefined) {
        entry.choice = undefined;
        entry.id = messageId();
        return true;
      }
      decision = { action: 'fail' };
    }
    this.hold(entry, failure, decision);
    return decision.action === 'fail';
  }

  private hold(entry: PersonEntry, failure: Failure, decision: Decision): void {
    entry.trouble = troubleOf(failure);
    if (decision.action === 'wait') {
      entry.trouble.seconds = Math.ceil(decision.delay / 1000);
      this.timer = setTimeout(() => {
        this.timer = undefined;
        void this.flush();
      }, decision.delay);
    }
    const again = decision.action === 'wait' || failure.code === 'offline';
    this.update(entry, again ? 'waiting' : 'failed');
  }

  private heard(said: News): void {
    if (said.news === 'erased') {
      this.outbox = [];
      this.keep();
      void this.thread.erasedElsewhere(said.next);
    } else if (this.flushing) {
      this.stale = true;
    } else {
      void this.catchUp().then(() => this.hooks.changed());
    }
  }

  private update(entry: PersonEntry, state: PersonEntry['state']): void {
    entry.state = state;
    this.keep();
    void this.hooks.changed();
  }

  private keep(): void {
    this.kept.setUnsent(this.outbox);
  }
}

function requeue(entry: PersonEntry): void {
  delete entry.trouble;
  entry.state = 'queued';
}
