/** The whole of it: launcher, panel, log, composer. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { BaoxiaoChat } from '../element.ts';
import { onlyTouch } from '../media.ts';
import { canHelp } from '../model.ts';
import { printSheet } from '../print.ts';
import { sheetOf } from '../sheet.ts';
import { strings } from '../strings.ts';
import type { Control, Entry, Language, Reply } from '../types.ts';
import { composer } from './composer.ts';
import { header } from './header.ts';
import { alert, chat } from './icons.ts';
import { message } from './message.ts';
import type { Scene } from './scene.ts';

export function shell(host: BaoxiaoChat): TemplateResult {
  const { t, ui } = host;
  const { size, plain } = ui.preferences;
  const root = `root size-${size} ${plain ? 'plain' : ''} ${host.mode === 'page' ? 'page' : 'floating'}`;
  const lang = host.language === 'zh' ? 'zh-CN' : 'en';
  if (host.mode === 'page') {
    return html`<div class=${root} lang=${lang}>
      <section class="panel" part="panel" role="region" aria-label=${t.panel}>${inside(host)}</section>
      ${confirm(host)}
    </div>`;
  }
  return html`<div class=${root} lang=${lang}>
    <button
      type="button"
      class="launcher"
      part="launcher"
      aria-haspopup="dialog"
      ?hidden=${host.opened}
      @click=${() => host.open()}
    >${chat}<span>${t.launcher}</span></button>
    <dialog
      class="panel"
      part="panel"
      aria-label=${t.panel}
      @keydown=${(event: KeyboardEvent) => closeByKey(host, event)}
      @cancel=${(event: Event) => event.preventDefault()}
      @close=${() => host.close()}
    >${host.opened ? inside(host) : nothing}</dialog>
    ${confirm(host)}
  </div>`;
}

/** Escape closes what is open: first the settings, then the panel. */
function closeByKey(host: BaoxiaoChat, event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  if (!host.ui.menu) {
    host.close();
    return;
  }
  host.toggle('menu', false);
  host.renderRoot.querySelector<HTMLElement>('[data-action=menu]')?.focus();
}

function inside(host: BaoxiaoChat): TemplateResult {
  const { t, ui, conversation } = host;
  const log = conversation.log;
  const quiet = ui.quiet || conversation.thread.restoring;
  return html`${top(host)} ${banner(host)}
    <div
      class="log"
      part="log"
      role="log"
      tabindex="0"
      aria-label=${t.log}
      aria-live=${quiet ? 'off' : 'polite'}
      aria-relevant="additions"
      aria-busy=${conversation.thread.restoring}
    >${guard(shownIn(host, log), () => entries(host, log))}</div>
    ${busy(host)}
    <p class=${ui.status ? 'toast' : 'hidden'} role="status" part="status">${ui.status}</p>
    ${bottom(host, log)}`;
}

function controls(host: BaoxiaoChat, language: Language): Control[] {
  return host.conversation.thread.session?.controls[language] ?? [];
}

function top(host: BaoxiaoChat): TemplateResult {
  const { ui, t } = host;
  const control = (id: string) => controls(host, host.language).find((one) => one.id === id);
  return header({
    t,
    title: host.heading,
    closable: host.mode === 'panel',
    menu: ui.menu,
    size: ui.preferences.size,
    plain: ui.preferences.plain,
    human: control('human'),
    known: control('known'),
    switchLanguage: () => host.setLanguage(host.language === 'zh' ? 'en' : 'zh'),
    toggleMenu: () => host.toggle('menu', !ui.menu),
    close: () => host.close(),
    setSize: (size) => host.prefer({ size }),
    setPlain: (plain) => host.prefer({ plain }),
    choose: (option) => host.choose(option),
    askClear: () => host.toggle('confirm', true),
  });
}

function banner(host: BaoxiaoChat): unknown {
  const { t, ui, conversation } = host;
  const { trouble } = conversation.thread;
  if (ui.offline)
    return html`<p class="banner" role="alert" part="banner" data-part="offline">${alert}<span>${t.offline}</span></p>`;
  if (!trouble) return nothing;
  const words =
    trouble.code === 'origin'
      ? t.originTrouble
      : (trouble.message?.[host.language] ?? t.unreachable);
  return html`<div class="banner" role="alert" part="banner" data-part="trouble" data-code=${trouble.code}>
    ${alert}<span>${words}</span>
    <button type="button" class="quiet" data-action="reconnect" @click=${() => conversation.retry()}>${t.retry}</button>
  </div>`;
}

/** What every entry depends on. */
function shared({ ui, language, conversation }: BaoxiaoChat): unknown[] {
  const { session } = conversation.thread;
  return [language, session, ui.ticks, ui.verdicts, ui.preferences, ui.copied];
}

/** What changes in an entry that stays the same object. */
function changing(entry: Entry): unknown {
  return entry.from === 'person' && `${entry.state} ${entry.trouble?.seconds}`;
}

/** What the log depends on: typing must not draw it anew. */
function shownIn(host: BaoxiaoChat, log: Entry[]): unknown[] {
  return [...shared(host), ...log, ...log.map(changing)];
}

function entries(host: BaoxiaoChat, log: Entry[]): unknown {
  const scene = sceneOf(host);
  const common = shared(host);
  const answers = log.filter((one) => one.from === 'assistant' && canHelp(one.reply));
  const place = new Map(answers.map((one, n) => [one.key, String(n)]));
  const newest = answers[answers.length - 1];
  const spoken = log.filter((one) => one.from === 'assistant');
  const last = spoken[spoken.length - 1];
  return repeat(
    log,
    ({ key }) => key,
    (entry) => {
      const asks = entry.from === 'assistant' && entry.reply.feedback !== undefined;
      const where = place.get(entry.key) ?? entry.key;
      const rated = (entry === newest || asks) && host.ui.verdicts[where] !== undefined;
      const latest = entry === last;
      const ratable = entry === newest || (asks && latest);
      const actions: Scene['actions'] = {
        ...scene.actions,
        rate: (_, option, helpful) => host.rate(where, option, helpful),
      };
      // a long conversation must not be drawn anew for each message
      return guard([entry, changing(entry), where, latest, ratable, rated, ...common], () =>
        message(entry, { ...scene, actions }, { latest, ratable, rated }),
      );
    },
  );
}

function sceneOf(host: BaoxiaoChat): Scene {
  const { ui } = host;
  return {
    t: host.t,
    plain: ui.preferences.plain,
    ticks: ui.ticks,
    copied: ui.copied,
    helpful: (language) => {
      const yes = controls(host, language).find(({ id }) => id === 'helpful');
      const no = controls(host, language).find(({ id }) => id === 'unhelpful');
      return yes && no ? { yes, no } : undefined;
    },
    actions: {
      choose: (option, ended) => host.choose(option, ended),
      say: (text) => host.choose({ label: text, choice: '' }, true),
      tick: (key, on) => host.tick(key, on),
      copy: (key, text) => void host.copy(key, text),
      print: (reply) => print(reply, ui.ticks),
      rate: (place, option, helpful) => host.rate(place, option, helpful),
      retry: () => host.conversation.retry(),
      takeBack: (key) => host.takeBack(key),
    },
  };
}

function print(reply: Reply, ticks: ReadonlySet<string>): void {
  const t = strings(reply.language);
  printSheet(sheetOf(reply, ticks, t), t);
}

/** Outside the log, so that it is not read out as a reply. */
function busy({ t, conversation }: BaoxiaoChat): TemplateResult {
  const { typing, thread } = conversation;
  const words = typing ? t.typing : thread.connecting ? t.connecting : '';
  return html`<div class="busy" role="status" part="typing" data-part="typing" ?hidden=${!words}>
    ${words ? html`<span class="dots3" aria-hidden="true"><i></i><i></i><i></i></span><span>${words}</span>` : nothing}
  </div>`;
}

function bottom(host: BaoxiaoChat, log: Entry[]): TemplateResult {
  const { t, ui, voice } = host;
  const last = log[log.length - 1];
  const wants =
    last?.from === 'assistant' && last.reply.kind === 'form' ? last.reply.ask?.kind : '';
  return composer({
    t,
    draft: ui.draft,
    limit: host.conversation.thread.session?.length ?? 2000,
    wants: wants ?? '',
    touch: onlyTouch(),
    voice: { available: voice.available, listening: voice.listening, message: ui.voice },
    typed: (text) => host.setDraft(text),
    key: (event) => host.key(event),
    composing: (event) => host.composing.follow(event),
    send: () => host.submit(),
    listen: () => host.listen(),
  });
}

function confirm(host: BaoxiaoChat): TemplateResult {
  const { t } = host;
  const done = (erase: boolean) => {
    host.toggle('confirm', false);
    if (erase) void host.clear();
  };
  return html`<dialog
    class="confirm"
    part="confirm"
    role="alertdialog"
    aria-labelledby="confirm-title"
    aria-describedby="confirm-text"
    @cancel=${(event: Event) => {
      event.preventDefault();
      done(false);
    }}
  >
    <h2 id="confirm-title">${t.clearQuestion}</h2>
    <p id="confirm-text">${t.clearText}</p>
    <div class="ways">
      <button type="button" class="quiet" data-action="cancel" @click=${() => done(false)}>${t.cancel}</button>
      <button type="button" class="danger" data-action="confirm-clear" @click=${() => done(true)}>${t.clearYes}</button>
    </div>
  </dialog>`;
}
