import { css } from 'lit';
import { narrow } from './narrow.ts';

/** Launcher, panel, header, log and the dialog that asks before erasing. */
const small = narrow('panel', 19.5, {
  '.header': 'padding-inline-start: 0.7em',
  '.header .bar': 'min-width: 44px; padding: 0',
  '.names p, .language span, #hint': 'display: none',
  '.log': 'padding-inline: 0.6em',
  '.log .card': 'padding: 0.8em',
  '.help': 'padding-inline: 0; gap: 0',
  '.help .quiet': 'padding-inline: 0.5em; font-size: 0.85em',
  '.send, .bare': 'min-width: 44px',
});

export const layout = css`
  :host {
    --_radius: var(--baoxiao-radius, 0.75em);
    --_font: var(--baoxiao-font, system-ui, -apple-system, 'Segoe UI', 'PingFang SC',
      'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif);
  }
  :host([mode='page']) { display: block; height: 100%; min-height: 20rem; }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
    overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  .root {
    font: 400 calc(var(--baoxiao-font-size, 1rem) * var(--_scale, 1)) / 1.7 var(--_font);
    color: var(--_ink); text-align: start; letter-spacing: normal; direction: ltr;
    word-spacing: normal; white-space: normal; text-indent: 0; text-transform: none;
    text-shadow: none;
    -webkit-text-size-adjust: 100%; overflow-wrap: anywhere;
  }
  .root.page { height: 100%; }
  .size-1 { --_scale: 1.2; }
  .size-2 { --_scale: 1.45; }
  h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  ul, ol { list-style: none; }

  .launcher {
    position: fixed; z-index: var(--baoxiao-z-index, 2147483000);
    right: calc(var(--baoxiao-offset-x, 1.25rem) + env(safe-area-inset-right));
    bottom: calc(var(--baoxiao-offset-y, 1.25rem) + env(safe-area-inset-bottom));
    display: inline-flex; align-items: center; gap: 0.6em;
    min-height: 3.25em; padding: 0.6em 1.3em 0.6em 1.1em;
    border: 2px solid transparent; border-radius: 2em;
    background: var(--_accent); color: var(--_on-accent);
    font: inherit; font-weight: 600; cursor: pointer; box-shadow: var(--_shadow);
  }
  .launcher:hover { filter: brightness(1.08); }
  :host([position='left']) .launcher {
    right: auto; left: calc(var(--baoxiao-offset-x, 1.25rem) + env(safe-area-inset-left));
  }

  .panel {
    container: panel / inline-size;
    display: flex; flex-direction: column; overflow: hidden;
    margin: 0; padding: 0; border: 0; color: inherit; background: var(--_background);
  }
  dialog.panel:not([open]) { display: none; }
  dialog.panel {
    position: fixed; inset: auto; z-index: var(--baoxiao-z-index, 2147483000);
    right: var(--baoxiao-offset-x, 1.25rem); bottom: var(--baoxiao-offset-y, 1.25rem);
    width: min(var(--baoxiao-width, 27em), 100vw - 2.5rem);
    height: min(var(--baoxiao-height, 46rem), 100dvh - 2.5rem);
    max-width: none; max-height: none;
    border-radius: var(--_radius); box-shadow: var(--_shadow);
  }
  :host([position='left']) dialog.panel { right: auto; left: var(--baoxiao-offset-x, 1.25rem); }
  section.panel { height: 100%; }
  dialog::backdrop { background: rgb(4 20 17 / 0.55); }
  @media (max-width: 30rem), (max-height: 30rem) {
    dialog.panel, :host([position='left']) dialog.panel {
      inset: 0; width: 100vw; height: 100vh; height: 100dvh; border-radius: 0;
      padding: env(safe-area-inset-top) env(safe-area-inset-right)
        env(safe-area-inset-bottom) env(safe-area-inset-left);
      background: var(--_header);
    }
  }

  .header {
    display: flex; align-items: center; gap: 0.15em; flex: none;
    padding: 0.5em 0.5em 0.5em 1em; background: var(--_header); color: #fff;
  }
  .names { flex: 1; min-width: 0; }
  .names h2 { font-size: 1.1em; line-height: 1.35; font-weight: 650; outline-offset: 2px; }
  .names p { font-size: 0.8em; line-height: 1.4; opacity: 0.88; }
  .help {
    display: flex; flex-wrap: wrap; flex: none; gap: 0 0.5em; padding: 0.1em 0.6em;
    background: var(--_surface); border-bottom: 1px solid var(--_line);
  }
  .menu {
    flex: none; padding: 0.4em 1em 0.6em; background: var(--_surface);
    border-bottom: 1px solid var(--_line); max-height: 50%; overflow-y: auto;
  }
  .menu .row {
    display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
    gap: 0.25em 1em; padding: 0.4em 0; width: 100%;
  }
  .menu .row.last { justify-content: flex-start; border-top: 1px solid var(--_line); margin-top: 0.3em; }
  .sizes { display: inline-flex; flex-wrap: wrap; gap: 0.35em; }
  .banner {
    display: flex; flex: none; flex-wrap: wrap; align-items: center; gap: 0.3em 0.6em;
    padding: 0.55em 1em; background: var(--_warn-soft); color: var(--_warn); font-size: 0.9em;
    line-height: 1.5;
  }
  .banner span { flex: 1; min-width: 10em; }

  .log {
    flex: 1 1 auto; min-height: 0; overflow-y: auto; overscroll-behavior: contain;
    container: log / inline-size;
    padding: 1em; position: relative; background: var(--_background);
  }
  .busy {
    display: flex; flex: none; align-items: center; gap: 0.6em; padding: 0.2em 1.2em 0.5em;
    color: var(--_muted); font-size: 0.9em; background: var(--_background);
  }
  .dots3 { display: inline-flex; gap: 0.3em; }
  .dots3 i { width: 0.45em; height: 0.45em; border-radius: 50%; background: var(--_accent); }
  @media (prefers-reduced-motion: no-preference) {
    .dots3 i { animation: breathe 1.2s infinite ease-in-out; }
    .dots3 i:nth-child(2) { animation-delay: 0.2s; }
    .dots3 i:nth-child(3) { animation-delay: 0.4s; }
    dialog.panel[open] { animation: rise 0.16s ease-out; }
  }
  @keyframes breathe { 0%, 100% { opacity: 0.25; } 50% { opacity: 1; } }
  @keyframes rise { from { transform: translateY(0.75em); opacity: 0; } }
  .toast {
    align-self: center; flex: none; margin: 0 1em 0.4em; padding: 0.3em 1em; border-radius: 2em;
    background: var(--_ink); color: var(--_surface); font-size: 0.9em;
  }

  .confirm {
    width: min(24em, 100vw - 2rem); padding: 1.4em; border: 0; border-radius: var(--_radius);
    background: var(--_surface); color: var(--_ink); box-shadow: var(--_shadow);
  }
  .confirm h2 { font-size: 1.15em; line-height: 1.4; margin-bottom: 0.4em; }
  .confirm .ways { justify-content: flex-end; margin-top: 1em; }

  .root.page .log { padding: 1.5em max(1em, (100% - 52em) / 2); }
  .root.page .composer, .root.page .help, .root.page .header, .root.page .menu,
  .root.page .busy, .root.page .banner {
    padding-inline: max(1em, (100% - 52em) / 2);
  }
  ${small}
`;
