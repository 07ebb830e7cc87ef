/** The head of the panel: name, language, settings, close; and the way to a person. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Strings } from '../strings.ts';
import type { Option } from '../types.ts';
import { cross, gear, globe, person, phone, trash } from './icons.ts';

export interface HeaderState {
  t: Strings;
  title: string;
  closable: boolean;
  menu: boolean;
  size: 0 | 1 | 2;
  plain: boolean;
  human: Option | undefined;
  known: Option | undefined;
  switchLanguage(): void;
  toggleMenu(): void;
  close(): void;
  setSize(size: 0 | 1 | 2): void;
  setPlain(on: boolean): void;
  choose(option: Option): void;
  askClear(): void;
}

export function header(state: HeaderState): TemplateResult {
  const { t } = state;
  return html`<div class="header" part="header">
      <div class="names">
        <h2 part="heading" tabindex="-1">${state.title || t.title}</h2>
        <p>${t.subtitle}</p>
      </div>
      <button
        type="button"
        class="bar language"
        data-action="language"
        lang=${t.code === 'zh' ? 'en' : 'zh-CN'}
        aria-label=${t.switchTo}
        @click=${state.switchLanguage}
      >${globe}<span>${t.switchLanguage}</span></button>
      <button
        type="button"
        class="bar"
        data-action="menu"
        aria-label=${t.menu}
        aria-expanded=${state.menu}
        aria-controls="menu"
        @click=${state.toggleMenu}
      >${gear}</button>
      ${
        state.closable
          ? html`<button type="button" class="bar" data-action="close" aria-label=${t.close} @click=${state.close}>${cross}</button>`
          : nothing
      }
    </div>
    ${menu(state)} ${help(state)}`;
}

/** The way to a person is always there, also before anything has loaded. */
function help({ t, human, choose }: HeaderState): TemplateResult {
  return html`<div class="help" part="help">
    <button
      type="button"
      class="quiet"
      data-action="human"
      aria-disabled=${human ? nothing : 'true'}
      @click=${() => human && choose(human)}
    >${person}<span>${human?.label ?? t.human}</span></button>
    <a class="quiet" data-action="hotline" href="tel:12393" aria-label=${t.hotlineCall}>
      ${phone}<span>${t.hotline}</span>
    </a>
  </div>`;
}

function menu(state: HeaderState): TemplateResult {
  const { t } = state;
  const sizes = ([0, 1, 2] as const).map(
    (size) => html`<button
      type="button"
      class="choice"
      data-size=${size}
      aria-pressed=${state.size === size}
      @click=${() => state.setSize(size)}
    >${t.sizes[size]}</button>`,
  );
  return html`<div class="menu" id="menu" part="menu" role="group" aria-label=${t.menu} ?hidden=${!state.menu}>
    <div class="row" role="group" aria-label=${t.size}>
      <span>${t.size}</span>
      <span class="sizes">${sizes}</span>
    </div>
    <button
      type="button"
      class="row switch"
      role="switch"
      data-action="plain"
      aria-checked=${state.plain}
      @click=${() => state.setPlain(!state.plain)}
    >
      <span><span class="strong">${t.plain}</span><span class="small">${t.plainHint}</span></span>
      <span class="knob" aria-hidden="true"></span>
    </button>
    <div class="row last">
      ${
        state.known
          ? html`<button type="button" class="quiet" data-action="known" @click=${() => state.known && state.choose(state.known)}>
            ${person}<span>${t.known}</span>
          </button>`
          : nothing
      }
      <button type="button" class="quiet" data-action="clear" @click=${state.askClear}>
        ${trash}<span>${t.clear}</span>
      </button>
    </div>
  </div>`;
}
