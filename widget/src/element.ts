/** The element <baoxiao-chat>: its attributes, its state, and what people may do. */
import { LitElement, type PropertyValues } from 'lit';
import { Client } from './client.ts';
import { Composing } from './composing.ts';
import { Conversation } from './conversation.ts';
import { copyText } from './copy.ts';
import { onlyTouch, smallScreen } from './media.ts';
import { printSheet } from './print.ts';
import { sheetOf } from './sheet.ts';
import { Kept, type Preferences } from './storage.ts';
import { type Strings, strings } from './strings.ts';
import { styles } from './styles/index.ts';
import type { Language, Option, Reply } from './types.ts';
import { fit } from './views/composer.ts';
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
  readonly ui = {
    menu: false,
    confirm: false,
    offline: false,
    quiet: true,
    status: '',
    copied: undefined as { key: string; done: boolean } | undefined,
    voice: '',
    draft: '',
    ticks: new Set<string>(),
    verdicts: {} as Record<string, boolean>,
    preferences: { size: 0, plain: false } as Preferences,
  };

  conversation!: Conversation;
  readonly voice = new Voice(
    (text) => this.setDraft(this.beforeVoice + text),
    () => this.requestUpdate(),
    (trouble) => this.say(strings(this.language)[VOICE_WORDS[trouble]], 'voice'),
  );

  private kept!: Kept;
  private readonly composing = new Composing();
  private beforeVoice = '';
  private opener: HTMLElement | undefined;
  private reveal: 'none' | 'end' | 'reply' = 'none';
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
    addEventListener('online', this.network);
    addEventListener('offline', this.network);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.network);
    removeEventListener('offline', this.network);
    this.conversation.stop();
    this.voice.abort();
    clearTimeout(this.timer);
  }

  protected override firstUpdated(): void {
    if (this.mode === 'page') this.opened = true;
  }

  protected override render() {
    return shell(this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('opened')) this.showOrHide(changed.get('opened') === true);
    this.confirmShown();
    const field = this.field;
    if (field) fit(field);
    this.scrollNow();
  }

  private showOrHide(was: boolean): void {
    if (this.opened === was) return;
    if (this.mode === 'panel') this.panelShown();
    if (!this.opened) {
      this.voice.abort();
      this.tell('close');
      return;
    }
    this.tell('open');
    this.reveal = 'end';
    void this.start();
  }

  private async start(): Promise<void> {
    await this.conversation.start();
    // what was said before is on the screen now; from here on replies are read out
    setTimeout(() => {
      this.ui.quiet = false;
      this.requestUpdate();
    }, QUIET);
  }

  private panelShown(): void {
    const panel = this.renderRoot.querySelector<HTMLDialogElement>('dialog.panel');
    if (!panel) return;
    if (this.opened && !panel.open) {
      const active = document.activeElement;
      this.opener =
        active instanceof HTMLElement && active !== (this as HTMLElement) ? active : undefined;
      if (smallScreen()) panel.showModal();
      else panel.show();
      this.focusInside();
    } else if (!this.opened && panel.open) {
      panel.close();
      const known = this.opener?.isConnected && this.opener !== document.body;
      (known ? this.opener : this.renderRoot.querySelector<HTMLElement>('.launcher'))?.focus();
    }
  }

  /** The field on a desk; on a telephone its keyboard would hide the greeting. */
  private focusInside(): void {
    const place = onlyTouch() ? this.renderRoot.querySelector<HTMLElement>('h2') : this.field;
    place?.focus();
  }

  private confirmShown(): void {
    const dialog = this.renderRoot.querySelector<HTMLDialogElement>('dialog.confirm');
    if (!dialog || dialog.open === this.ui.confirm) return;
    if (this.ui.confirm) dialog.showModal();
    else dialog.close();
  }

  private get field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
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
    this.reveal = 'reply';
    if (replies.some(({ kind }) => kind === 'forgotten')) this.reload();
    await this.updateComplete;
    const milliseconds = Math.round((performance.now() - since) * 10) / 10;
    for (const reply of replies) this.tell('reply', { reply, milliseconds });
  }

  private scrollNow(): void {
    const log = this.renderRoot.querySelector<HTMLElement>('[role=log]');
    if (!log || this.reveal === 'none' || !this.opened) return;
    const mine = log.querySelectorAll<HTMLElement>('[data-from=person]');
    const last = mine[mine.length - 1];
    const start = last ? last.offsetTop - 12 : 0;
    log.scrollTop = this.reveal === 'end' ? log.scrollHeight : start;
    this.reveal = 'none';
  }

  // --- what people do ----------------------------------------------------------------------

  post(text: string, choice?: string): void {
    this.reveal = 'end';
    this.conversation.send(text, choice);
    this.tell('message', { text });
  }

  choose(option: Option, ended = false): void {
    this.ui.menu = false;
    this.post(option.label, ended ? undefined : option.choice);
    if (!onlyTouch()) this.field?.focus();
  }

  submit(): void {
    const text = this.ui.draft.trim();
    const limit = this.conversation.thread.session?.length ?? 2000;
    if (!text || this.ui.draft.length > limit) return;
    this.voice.abort();
    this.setDraft('');
    this.post(text);
    this.field?.focus();
  }

  key(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || this.composing.takes(event)) return;
    event.preventDefault();
    this.submit();
  }

  compose(event: CompositionEvent): void {
    if (event.type === 'compositionstart') this.composing.start();
    else this.composing.end(event.timeStamp);
  }

  setDraft(text: string): void {
    this.ui.draft = text;
    this.kept.setDraft(text);
    this.requestUpdate();
  }

  takeBack(key: string): void {
    const text = this.conversation.takeBack(key);
    this.setDraft([text, this.ui.draft].filter(Boolean).join('\n'));
    this.field?.focus();
  }

  listen(): void {
    if (this.voice.listening) {
      this.voice.stop();
      return;
    }
    this.beforeVoice = this.ui.draft ? `${this.ui.draft} ` : '';
    this.ui.voice = '';
    this.voice.start(this.language);
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

  print(reply: Reply): void {
    const t = strings(reply.language);
    printSheet(sheetOf(reply, this.ui.ticks, t), t);
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

const VOICE_WORDS = {
  denied: 'voiceDenied',
  silent: 'voiceSilent',
  broken: 'voiceBroken',
} as const;
