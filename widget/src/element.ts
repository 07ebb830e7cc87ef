/** The element <baoxiao-chat>: its attributes, its state, and what people may do. */
import { LitElement, type PropertyValues } from 'lit';
import { Client } from './client.ts';
import { Composing } from './composing.ts';
import { Conversation } from './conversation.ts';
import { copyText } from './copy.ts';
import { keepKeys } from './keys.ts';
import { onlyTouch } from './media.ts';
import { size } from './sentences.ts';
import { Stage } from './stage.ts';
import { initialState } from './state.ts';
import { Kept, type Preferences } from './storage.ts';
import { type Strings, strings } from './strings.ts';
import { styles } from './styles/index.ts';
import type { Language, Option, Reply } from './types.ts';
import { Viewport } from './viewport.ts';
import { shell } from './views/shell.ts';
import { Voice } from './voice.ts';

const SHOWN = 4000;
const QUIET = 400;

export class BaoxiaoChat extends LitElement {
  static override readonly styles = styles;
  static override readonly properties = {
    server: {},
    mode: { reflect: true },
    language: { reflect: true },
    theme: { reflect: true },
    keep: {},
    position: { reflect: true },
    heading: {},
    opened: { type: Boolean, attribute: 'open', reflect: true },
  };

  /** Where the server is: an origin, or an address before `/webhooks/web`. */
  declare server: string;
  declare mode: 'panel' | 'page';
  declare language: Language;
  declare theme: 'light' | 'dark' | 'auto';
  /** Where the session is kept: for the tab, or for the browser. */
  declare keep: 'tab' | 'browser';
  declare position: 'right' | 'left';
  declare heading: string;
  declare opened: boolean;

  /** @internal state of the views */
  readonly ui = initialState();

  conversation!: Conversation;
  readonly voice = new Voice(
    (text) => this.setDraft(text),
    () => this.requestUpdate(),
    (trouble) => this.say(this.t[trouble], 'voice'),
  );

  private kept!: Kept;
  readonly composing = new Composing();
  private readonly viewport = new Viewport();
  private readonly stage = new Stage(this, () => this.renderRoot);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.server = '';
    this.mode = 'panel';
    this.language = 'zh';
    this.theme = 'auto';
    this.keep = 'tab';
    this.position = 'right';
    this.heading = '';
    this.opened = false;
  }

  get t(): Strings {
    return strings(this.language);
  }

  // --- for the page ------------------------------------------------------------------------

  open(): void {
    this.opened = true;
  }

  close(): void {
    this.opened = false;
  }

  /** Open and ask. */
  send(text: string): void {
    const words = text.trim();
    if (!words) return;
    this.open();
    this.post(words);
  }

  /** Erase the conversation; tells whether the server did. */
  async clear(): Promise<boolean> {
    const done = await this.conversation.clear();
    this.say(done ? this.t.cleared : this.t.clearFailed);
    if (done) this.reload();
    return done;
  }

  setLanguage(language: Language): void {
    if (language !== 'zh' && language !== 'en') return;
    const changed = language !== this.language;
    this.language = language;
    this.prefer({ language });
    if (changed) this.tell('language', { language });
    if (changed) void this.conversation?.greetAgain().then(() => this.reload());
  }

  // --- the life of the element -------------------------------------------------------------

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.keep !== 'browser') this.keep = 'tab';
    this.kept = new Kept(this.keep);
    this.ui.preferences = this.kept.getPreferences();
    this.language = this.ui.preferences.language ?? (this.language === 'en' ? 'en' : 'zh');
    this.ui.draft = this.kept.getDraft();
    this.ui.offline = navigator.onLine === false;
    this.conversation = new Conversation(new Client(this.server), this.kept, {
      language: () => this.language,
      changed: () => this.shown(),
      replied: (replies, since) => void this.replied(replies, since),
      failed: (code) => this.tell('error', { code }),
    });
    this.reload();
    this.viewport.connect();
    addEventListener('online', this.network);
    addEventListener('offline', this.network);
    keepKeys(this);
    // a page moved the element: it goes on as it was
    if (this.hasUpdated && this.opened) void this.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.network);
    removeEventListener('offline', this.network);
    this.viewport.disconnect();
    this.conversation.stop();
    this.voice.abort();
    clearTimeout(this.timer);
  }

  protected override firstUpdated(): void {
    const root = this.renderRoot as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.viewport.sheet];
    if (this.mode === 'page') this.opened = true;
  }

  protected override render() {
    return shell(this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('opened')) this.showOrHide(changed.get('opened') === true);
    this.stage.confirm(this.ui.confirm);
    this.stage.fit(`${this.opened} ${this.ui.preferences.size}`);
    if (this.opened) this.stage.scroll();
  }

  private showOrHide(was: boolean): void {
    if (this.opened === was) return;
    if (!this.opened) {
      this.stage.closePanel();
      this.voice.abort();
      this.tell('close');
      return;
    }
    this.stage.openPanel();
    this.stage.reveal = 'question';
    this.tell('open');
    // what was said before is not read out again
    this.ui.quiet = this.conversation.log.length > 0 || this.kept.getSession() !== undefined;
    void this.start();
  }

  private async start(): Promise<void> {
    await this.conversation.start();
    setTimeout(() => {
      this.ui.quiet = false;
      this.requestUpdate();
    }, QUIET);
  }

  private readonly network = (): void => {
    this.ui.offline = navigator.onLine === false;
    if (!this.ui.offline) this.conversation.retry();
    this.requestUpdate();
  };

  private async shown(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
  }

  private reload(): void {
    this.ui.ticks = this.kept.getTicks();
    this.ui.verdicts = this.kept.getVerdicts();
    this.requestUpdate();
  }

  private tell(name: string, detail: object = {}): void {
    const options = { detail, bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent(`baoxiao-${name}`, options));
  }

  private async replied(replies: Reply[], since: number): Promise<void> {
    this.stage.reveal = 'question';
    if (replies.some(({ kind }) => kind === 'forgotten')) this.reload();
    await this.shown();
    const milliseconds = Math.round((performance.now() - since) * 10) / 10;
    for (const reply of replies) this.tell('reply', { reply, milliseconds });
  }

  // --- what people do ----------------------------------------------------------------------

  post(text: string, choice?: string): void {
    this.stage.reveal = 'end';
    this.conversation.send(text, choice);
    this.tell('message', { text });
  }

  choose(option: Option, ended = false): void {
    this.ui.menu = false;
    this.post(option.label, ended ? undefined : option.choice);
    if (!onlyTouch()) this.stage.field?.focus();
  }

  submit(): void {
    const text = this.ui.draft.trim();
    const limit = this.conversation.thread.session?.length ?? 2000;
    if (!text || size(this.ui.draft) > limit) return;
    this.voice.abort();
    this.setDraft('');
    this.post(text);
    this.stage.field?.focus();
  }

  key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || this.composing.takes(event)) return;
    event.preventDefault();
    this.submit();
  }

  setDraft(text: string): void {
    this.ui.draft = text;
    this.kept.setDraft(text);
    this.requestUpdate();
  }

  takeBack(key: string): void {
    const text = this.conversation.takeBack(key);
    this.setDraft([text, this.ui.draft].filter(Boolean).join('\n'));
    this.stage.field?.focus();
  }

  listen(): void {
    this.ui.voice = '';
    this.voice.toggle(this.language, this.ui.draft);
  }

  tick(key: string, on: boolean): void {
    const ticks = this.kept.getTicks();
    if (on) ticks.add(key);
    else ticks.delete(key);
    this.kept.setTicks(ticks);
    this.reload();
  }

  /** Say that an answer helped or not; `place` counts the answers of the session. */
  rate(place: string, option: Option, helpful: boolean): void {
    this.kept.setVerdicts({ ...this.kept.getVerdicts(), [place]: helpful });
    this.reload();
    this.choose(option);
  }

  async copy(key: string, text: string): Promise<void> {
    const done = await copyText(text, this.renderRoot as ShadowRoot);
    this.ui.copied = { key, done };
    this.say(done ? this.t.copied : this.t.copyFailed);
  }

  prefer(change: Partial<Preferences>): void {
    this.ui.preferences = { ...this.ui.preferences, ...change };
    this.kept.setPreferences(this.ui.preferences);
    this.requestUpdate();
  }

  toggle(name: 'menu' | 'confirm', on: boolean): void {
    this.ui[name] = on;
    if (name === 'confirm') this.ui.menu = false;
    this.requestUpdate();
  }

  /** Tell something for a moment: read out, and shown. */
  private say(words: string, place: 'status' | 'voice' = 'status'): void {
    this.ui[place] = words;
    this.requestUpdate();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.ui.status = '';
      this.ui.voice = '';
      this.ui.copied = undefined;
      this.requestUpdate();
    }, SHOWN);
  }
}
