import { css } from 'lit';

/** Messages and what stands in a card. */
export const card = css`
  /* what is scrolled away is not laid out again; the edge leaves room for outlines */
  .message {
    content-visibility: auto; contain-intrinsic-block-size: auto 20em;
    margin: -6px -6px calc(1.25em - 6px); padding: 6px;
  }
  .message:last-child { margin-bottom: calc(0.25em - 6px); }
  .person { display: flex; flex-direction: column; align-items: flex-end; }
  .bubble {
    max-width: 88%; padding: 0.55em 0.95em; border-radius: var(--_radius);
    border-end-end-radius: 0.2em; background: var(--_accent); color: var(--_on-accent);
    white-space: pre-wrap;
  }
  .person[data-state='waiting'] .bubble, .person[data-state='failed'] .bubble {
    background: var(--_surface); color: var(--_ink); border: 1px dashed var(--_bad);
  }
  .status {
    display: flex; align-items: center; justify-content: flex-end; gap: 0.4em; max-width: 88%;
    margin-top: 0.25em; font-size: 0.85em; color: var(--_muted); line-height: 1.5;
  }
  .status.bad { color: var(--_bad); }
  .between {
    margin: 0 0 1.25em; padding: 0.5em 1em; border-radius: var(--_radius); font-size: 0.9em;
    color: var(--_warn); background: var(--_warn-soft); text-align: center;
  }

  .card {
    padding: 1em 1.1em; background: var(--_surface); border: 1px solid var(--_line);
    border-radius: var(--_radius); border-start-start-radius: 0.2em;
  }
  [data-kind='small_talk'] .card, [data-kind='control'] .card, [data-kind='unsure'] .card,
  [data-kind='out_of_scope'] .card, [data-kind='forgotten'] .card { width: fit-content; max-width: 100%; }
  .title { margin-bottom: 0.5em; }
  .title h3 { font-size: 1.05em; line-height: 1.45; font-weight: 600; color: var(--_accent); }
  .words, .handover .text { white-space: pre-line; }
  .direct {
    white-space: pre-line; font-size: 1.1em; font-weight: 500; line-height: 1.75;
    padding: 0.6em 0.85em; border-inline-start: 0.25em solid var(--_accent);
    border-radius: 0.2em 0.5em 0.5em 0.2em; background: var(--_soft);
  }
  .part, .fold { margin-top: 1.1em; }
  h4 { font-size: 0.95em; line-height: 1.5; font-weight: 650; }
  .part > h4 { margin-bottom: 0.4em; }

  .steps { counter-reset: step; display: grid; gap: 0.55em; }
  .steps > li { counter-increment: step; display: flex; gap: 0.65em; }
  .steps > li::before {
    content: counter(step); flex: none; width: 1.75em; height: 1.75em; margin-top: 0.05em;
    border-radius: 50%; background: var(--_soft); color: var(--_accent);
    font-size: 0.88em; font-weight: 700; line-height: 1.75em; text-align: center;
  }
  .steps > li > span { flex: 1; min-width: 0; }
  .dots { display: grid; gap: 0.4em; }
  .dots > li { display: flex; gap: 0.6em; }
  .dots > li::before {
    content: ''; flex: none; width: 0.38em; height: 0.38em; margin-top: 0.67em;
    border-radius: 50%; background: var(--_accent);
  }
  .dots > li > span { flex: 1; min-width: 0; }
  .items { display: grid; gap: 0.7em; margin-bottom: 0.8em; }
  .items > li { padding: 0.65em 0.85em; border-radius: 0.6em; background: var(--_background); }
  .items .head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.2em 0.6em; margin-bottom: 0.15em; }
  .drugs { margin-bottom: 0.8em; }
  .chip, .tag {
    display: inline-block; padding: 0.1em 0.65em; border-radius: 1em; font-size: 0.83em;
    font-weight: 600; line-height: 1.6; background: var(--_soft); color: var(--_accent);
  }
  .chip[data-status='usually_covered'] { background: var(--_good-soft); color: var(--_good); }
  .chip[data-status='conditional'], .tag.warn { background: var(--_warn-soft); color: var(--_warn); }
  .chip[data-status='usually_not'] { background: var(--_bad-soft); color: var(--_bad); }

  .papers { display: grid; gap: 0.15em; }
  .papers label { display: flex; gap: 0.65em; min-height: max(2.75em, 44px); padding: 0.5em 0; cursor: pointer; }
  .papers input { flex: none; width: 1.3em; height: 1.3em; margin: 0.2em 0 0; accent-color: var(--_accent); }
  .papers .name { flex: 1; min-width: 0; }
  .papers input:checked + .name { color: var(--_muted); }
  .papers .notes .if { color: var(--_ink); }
  .papers .notes { margin: -0.35em 0 0.35em 1.95em; font-size: 0.87em; color: var(--_muted); line-height: 1.6; }
  .done { margin-top: 0.3em; }

  .fold, .citation { border: 1px solid var(--_line); border-radius: 0.6em; }
  .fold + .fold { margin-top: 0.5em; }
  .citation + .citation { margin-top: 0.4em; }
  summary {
    display: flex; align-items: center; gap: 0.55em; min-height: max(2.75em, 44px);
    padding: 0.35em 0.8em; cursor: pointer; list-style: none; border-radius: 0.6em; line-height: 1.5;
  }
  summary::-webkit-details-marker { display: none; }
  summary::after {
    content: ''; flex: none; width: 0.5em; height: 0.5em; margin-inline: auto 0.15em;
    border: solid var(--_edge); border-width: 0 0.13em 0.13em 0; transform: translateY(-0.15em) rotate(45deg);
  }
  details[open] > summary::after { transform: translateY(0.1em) rotate(225deg); }
  summary:hover { background: var(--_soft); }
  .count { font-size: 0.83em; color: var(--_muted); }
  .folded { padding: 0.4em 0.9em 0.8em; display: grid; gap: 0.4em; }
  .folded > .part:first-child { margin-top: 0; }
  .citation summary { color: var(--_accent); font-weight: 600; }
  .citation .icon { width: 1.15em; height: 1.15em; }
  .notices { margin-top: 1.1em; display: grid; gap: 0.2em; font-size: 0.87em; color: var(--_muted); line-height: 1.6; }

  .foot {
    display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
    gap: 0.2em 0.8em; margin: 0.9em -0.4em -0.4em; padding-top: 0.4em; border-top: 1px solid var(--_line);
  }
  .rating, .both, .tools, .thanks { display: flex; flex-wrap: wrap; align-items: center; }
  .rating .ask { padding-inline: 0.4em 0.2em; font-size: 0.9em; color: var(--_muted); }
  .thanks { gap: 0.4em; min-height: max(2.75em, 44px); padding-inline: 0.4em; color: var(--_good); font-size: 0.93em; font-weight: 600; }
  .tools { margin-inline-start: auto; }
  .asked {
    margin-top: 0.6em; padding: 0.8em 1.1em 1em; border-radius: var(--_radius);
    background: var(--_soft);
  }
  .asked .options { margin-top: 0.6em; }
  .eyebrow { font-size: 0.85em; color: var(--_muted); margin-bottom: 0.25em; }
  .further { margin-top: 0.75em; }
  .handover { margin-top: 0.8em; padding: 0.8em 1em 0.4em; border-radius: 0.6em; background: var(--_background); }
`;
