/** One entry of the log: what a person said, a reply as a card, or a notice. */
import { html, nothing, type TemplateResult } from 'lit';
import { canHelp, furtherOptions, said } from '../model.ts';
import { strings } from '../strings.ts';
import type { AssistantEntry, Entry, PersonEntry } from '../types.ts';
import { answer } from './answer.ts';
import { basis, notices } from './basis.ts';
import { foot, rating } from './foot.ts';
import { form } from './form.ts';
import { alert, copy } from './icons.ts';
import { options } from './options.ts';
import { plain, terms } from './plain.ts';
import { result } from './result.ts';
import type { Card, Scene } from './scene.ts';
import { rich } from './text.ts';

export function message(
  entry: Entry,
  scene: Scene,
  card?: Omit<Card, 'reply' | 't' | 'key' | 'ended'>,
): TemplateResult {
  if (entry.from === 'person') return person(entry, scene);
  if (entry.from === 'notice') {
    return html`<p class="between" part="notice" data-from="notice">${scene.t[entry.notice]}</p>`;
  }
  const place = card ?? { latest: false, ratable: false, rated: false };
  return assistant(entry, scene, place);
}

function person(entry: PersonEntry, scene: Scene): TemplateResult {
  const { t } = scene;
  return html`<article
    class="message person"
    part="message person"
    aria-label=${t.you}
    data-from="person"
    data-state=${entry.state}
    data-key=${entry.key}
  >
    <p class="bubble" part="bubble">${entry.text}</p>
    ${entry.state === 'sent' ? nothing : status(entry, scene)}
  </article>`;
}

function status(entry: PersonEntry, { t, actions }: Scene): unknown {
  if (entry.state === 'sending') return html`<p class="status">${t.sending}</p>`;
  if (entry.state === 'queued') return html`<p class="status">${t.queued}</p>`;
  const words = why(entry, t);
  const theirs = entry.trouble?.message !== undefined;
  return html`<p class="status bad" data-part="not-sent" data-code=${entry.trouble?.code ?? ''}>
      ${alert}<span>${t.notSent}${t.colon}${words}</span>
    </p>
    <p class="status">
      <button type="button" class="quiet" data-action="retry" @click=${() => actions.retry()}>
        ${t.retry}
      </button>
      ${
        theirs || entry.state === 'failed'
          ? html`<button type="button" class="quiet" data-action="edit" @click=${() => actions.takeBack(entry.key)}>
            ${t.edit}
          </button>`
          : nothing
      }
    </p>`;
}

function why(entry: PersonEntry, t: Scene['t']): string {
  const { code = '', message: words, seconds } = entry.trouble ?? {};
  if (code === 'limited' && seconds) return t.limited(seconds);
  if (code === 'origin') return t.originTrouble;
  if (words) return words[t.code];
  const what = code === 'server' ? t.serverTrouble : t.networkTrouble;
  if (code === 'offline') return `${what}${t.comma}${t.retryOnline}`;
  return `${what}${t.comma}${seconds ? t.retryIn(seconds) : t.retryManual}`;
}

function assistant(
  entry: AssistantEntry,
  scene: Scene,
  place: Pick<Card, 'latest' | 'ratable' | 'rated'>,
): TemplateResult {
  const { reply, key } = entry;
  const t = strings(reply.language);
  const card: Card = { ...place, key, reply, t, ended: entry.ended === true };
  return html`<article
    class="message assistant"
    part="message assistant"
    lang=${reply.language === 'zh' ? 'zh-CN' : 'en'}
    aria-label=${reply.title ? `${t.assistant}${t.colon}${reply.title}` : t.assistant}
    data-from="assistant"
    data-kind=${reply.kind}
    data-topic=${reply.topic ?? ''}
    data-key=${key}
  >
    <div class="card" part="card">${body(card, scene)}</div>
    ${asked(card, scene)} ${further(card, scene)}
  </article>`;
}

function body(card: Card, scene: Scene): TemplateResult {
  const { reply } = card;
  const main = canHelp(reply) && reply.kind !== 'article';
  if (reply.kind === 'form') return form(card, scene);
  if (main && scene.plain) return html`${plain(card, scene)} ${foot(card, scene)}`;
  if (reply.kind === 'result') return html`${result(card, scene)} ${foot(card, scene)}`;
  if (main) return html`${answer(card, scene)} ${foot(card, scene)}`;
  return words(card, scene);
}

/** Small talk, an article in short, what is remembered: words, and the law if there is. */
function words(card: Card, scene: Scene): TemplateResult {
  const { reply, t } = card;
  return html`<p class="words" part="words" data-part="words">${rich(said(reply).text)}</p>
    ${reply.note ? note(card, reply.note, scene) : nothing}
    ${scene.plain ? terms(reply, t) : nothing} ${basis(reply, t)} ${notices(reply, t)}
    ${canHelp(reply) ? foot(card, scene) : reply.feedback ? rating(card, scene) : nothing}`;
}

function note({ key, t }: Card, text: string, scene: Scene): TemplateResult {
  const done = scene.copied?.key === key && scene.copied.done;
  return html`<section class="handover" part="note" data-part="note">
    <h4>${t.note}</h4>
    <p class="text">${text}</p>
    <button type="button" class="quiet" data-action="copy" @click=${() => scene.actions.copy(key, text)}>
      ${copy}<span>${done ? t.copied : t.copy}</span>
    </button>
  </section>`;
}

/** What the assistant would like to know to answer more exactly. */
function asked(card: Card, scene: Scene): unknown {
  const { ask, kind } = card.reply;
  if (!ask || kind === 'form') return nothing;
  return html`<div class="asked" part="asked" data-part="asked">
    <p class="eyebrow">${card.t.question}</p>
    <p class="strong">${ask.question}</p>
    ${options(ask.options, ask.question, card, scene, { name: 'answers' })}
  </div>`;
}

function further(card: Card, scene: Scene): unknown {
  const { reply, t } = card;
  const shown = furtherOptions(reply);
  if (!shown.length) return nothing;
  const label = canHelp(reply) ? t.next : t.choose;
  return html`<div class="further">
    ${canHelp(reply) ? html`<p class="eyebrow">${label}</p>` : nothing}
    ${options(shown, label, card, scene)}
  </div>`;
}
