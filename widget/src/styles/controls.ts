import { css } from 'lit';

/** Buttons, links, the composer: 44 px high, with a focus that shows. */
export const controls = css`
  button { font: inherit; color: inherit; cursor: pointer; }
  a { color: var(--_accent); text-underline-offset: 0.2em; }
  :focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
  .header :focus-visible { outline-color: #fff; outline-offset: -3px; }
  .log:focus-visible { outline-offset: -3px; }
  .launcher:focus-visible { outline-color: var(--_ink); outline-offset: 3px; }
  .icon {
    flex: none; width: 1.35em; height: 1.35em; fill: none; stroke: currentColor;
    stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round;
  }
  .bar, .quiet, .bare, .choice, .option, .send, .danger, .row.switch {
    min-height: max(2.75em, 44px); min-width: max(2.75em, 44px);
    border: 1px solid transparent; border-radius: 0.6em; background: none; line-height: 1.4;
  }
  .bar {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.35em;
    padding: 0 0.4em; color: #fff; font-size: 0.95em;
  }
  .bar:hover { background: rgb(255 255 255 / 0.16); }
  .quiet {
    display: inline-flex; align-items: center; gap: 0.4em; padding: 0.3em 0.7em;
    color: var(--_accent); font-size: 0.93em; font-weight: 500; text-decoration: none;
  }
  .quiet .icon { width: 1.2em; height: 1.2em; }
  @media (hover: hover) {
    .quiet:hover, .bare:hover { background: var(--_soft); }
    .option:hover { background: var(--_soft); border-color: var(--_accent); }
  }
  .choice { padding: 0.2em 0.8em; border-color: var(--_edge); background: var(--_surface); }
  .choice[aria-pressed='true'] {
    background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); font-weight: 600;
  }
  .row.switch { text-align: start; padding: 0.4em 0; }
  .row.switch > span:first-child { display: grid; flex: 1; }
  .knob {
    position: relative; flex: none; width: 3em; height: 1.7em; border-radius: 1em;
    border: 2px solid var(--_edge); background: var(--_surface);
  }
  .knob::after {
    content: ''; position: absolute; top: 0.18em; left: 0.2em; width: 1.1em; height: 1.1em;
    border-radius: 50%; background: var(--_edge);
  }
  [aria-checked='true'] .knob { background: var(--_accent); border-color: var(--_accent); }
  [aria-checked='true'] .knob::after { left: 1.45em; background: var(--_on-accent); }
  .danger {
    padding: 0.4em 1.2em; background: var(--_bad); color: var(--_surface); font-weight: 600;
  }
  .ways { display: flex; flex-wrap: wrap; gap: 0.25em 0.5em; }
  [aria-disabled='true'] { cursor: default; }

  .options { display: flex; flex-wrap: wrap; gap: 0.5em; }
  .option {
    padding: 0.45em 0.9em; text-align: start; background: var(--_surface);
    border-color: var(--_rim); color: var(--_accent); font-weight: 500;
  }
  .option[aria-disabled='true'] {
    background: none; border-style: dashed; color: var(--_muted); font-weight: 400;
  }

  .composer {
    flex: none; padding: 0.6em 0.75em 0.45em; background: var(--_surface);
    border-top: 1px solid var(--_line);
  }
  .box {
    display: flex; align-items: flex-end; gap: 0.25em; padding: 0.2em;
    border: 1px solid var(--_edge); border-radius: var(--_radius); background: var(--_surface);
  }
  textarea:focus-visible { outline: 0; }
  .box:focus-within { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); }
  textarea {
    flex: 1; min-width: 0; resize: none; border: 0; outline: 0; background: none; color: inherit;
    font: inherit; font-size: max(1em, 16px); line-height: 1.5; padding: 0.6em; min-height: 44px;
  }
  textarea::placeholder { color: var(--_muted); opacity: 1; }
  .send {
    display: grid; place-items: center; background: var(--_accent); color: var(--_on-accent);
  }
  .send:hover { filter: brightness(1.08); }
  .send[aria-disabled='true'] { background: var(--_soft); color: var(--_muted); filter: none; }
  .bare { display: grid; place-items: center; color: var(--_accent); }
  .bare[aria-pressed='true'] { background: var(--_bad-soft); color: var(--_bad); }
  .under {
    display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em;
    padding: 0.3em 0.3em 0; color: var(--_muted); font-size: 0.78em; line-height: 1.5;
  }
  .heard { padding: 0.2em 0.4em 0.5em; font-size: 0.9em; color: var(--_muted); }
  .bad { color: var(--_bad); }
  .small { font-size: 0.87em; color: var(--_muted); line-height: 1.6; }
  .strong { font-weight: 600; }

  @media (forced-colors: active) {
    .option, .choice, .send, .launcher, .danger, .quiet, .bare, .card, .bubble, .chip, .tag,
    dialog.panel, .confirm { border: 1px solid ButtonBorder; }
    .choice[aria-pressed='true'] { background: Highlight; color: HighlightText; forced-color-adjust: none; }
    .box:focus-within { outline: 2px solid Highlight; }
    .knob::after { background: ButtonText; }
    .dots3 i { background: CanvasText; }
  }
`;
