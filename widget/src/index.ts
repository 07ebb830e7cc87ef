/** Defines <baoxiao-chat>; the script tag may ask for one on the page by its data. */
import { BaoxiaoChat } from './element.ts';

const TAG = 'baoxiao-chat';
/** `data-…` of the script and the attribute it sets. */
const DATA = ['server', 'language', 'mode', 'theme', 'keep', 'position'] as const;

const script =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
/** A page that names no server means the one that the script came from. */
const home = script?.src ? new URL(script.src).origin : location.origin;

class HomedChat extends BaoxiaoChat {
  override connectedCallback(): void {
    this.server ||= home;
    super.connectedCallback();
  }
}

if (!customElements.get(TAG)) customElements.define(TAG, HomedChat);

function mount(): void {
  const data = script?.dataset;
  if (!data || data.mount === 'none' || document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  for (const name of DATA) {
    const value = data[name];
    if (value) element.setAttribute(name, value);
  }
  if (data.title) element.setAttribute('heading', data.title);
  if (data.open !== undefined && data.open !== 'false') element.setAttribute('open', '');
  document.body.append(element);
}

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', mount);
else mount();
