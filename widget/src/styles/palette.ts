import { css, unsafeCSS } from 'lit';

/*
 * Contrast (WCAG 2.2), light / dark. Text needs 4.5, edges of controls and fills 3.
 *   ink on surface 16.5 / 14.0, on background 15.2 / 15.5, on soft 14.2 / 11.1
 *   muted on surface 6.9 / 7.9, on background 6.3 / 8.8, on soft 5.9 / 6.3
 *   accent on surface 6.5 / 8.4, on background 6.0 / 9.4, on soft 5.6 / 6.7
 *   text on accent 6.5 / 8.7, white on the header 10.7 / 14.4
 *   warn on its ground 6.8 / 8.7, bad 6.4 / 8.0, good 6.2 / 8.0
 *   edge on surface 4.0 / 4.2, on background 3.7 / 4.7
 *   fills on surface: fund 6.5 / 6.8, serious 5.2 / 6.6, assistance 5.4 / 6.6,
 *   own 4.1 / 7.2, out 3.7 / 5.5
 */
const light = unsafeCSS(`
  color-scheme: light;
  --_background: var(--baoxiao-background, #f2f6f5);
  --_surface: var(--baoxiao-surface, #ffffff);
  --_ink: var(--baoxiao-ink, #16211f);
  --_muted: var(--baoxiao-muted, #4f5d5a);
  --_line: var(--baoxiao-line, #d3dedb);
  --_edge: var(--baoxiao-edge, #71827e);
  --_rim: var(--baoxiao-edge, #a3b8b3);
  --_accent: var(--baoxiao-accent, #0a6a5d);
  --_on-accent: var(--baoxiao-on-accent, #ffffff);
  --_soft: var(--baoxiao-soft, #e2f1ed);
  --_header: var(--baoxiao-header, #07463e);
  --_warn: #7a4a00; --_warn-soft: #fff3dc;
  --_bad: #a4261d; --_bad-soft: #fdebe9;
  --_good: #1c6631; --_good-soft: #e5f4e8;
  --_fund: #0a6a5d; --_serious: #2f6fb0; --_assistance: #7d5aa8;
  --_own: #b06f0c; --_out: #7a8784;
  --_shadow: 0 0.5em 2em rgb(7 40 35 / 0.22), 0 0 0 1px rgb(7 40 35 / 0.08);
`);

const dark = unsafeCSS(`
  color-scheme: dark;
  --_background: var(--baoxiao-background, #0f1615);
  --_surface: var(--baoxiao-surface, #18211f);
  --_ink: var(--baoxiao-ink, #e6eeec);
  --_muted: var(--baoxiao-muted, #a8b7b3);
  --_line: var(--baoxiao-line, #32413d);
  --_edge: var(--baoxiao-edge, #74857f);
  --_rim: var(--baoxiao-edge, #50625d);
  --_accent: var(--baoxiao-accent, #63cbb6);
  --_on-accent: var(--baoxiao-on-accent, #05211d);
  --_soft: var(--baoxiao-soft, #17362f);
  --_header: var(--baoxiao-header, #0c2f2a);
  --_warn: #f3c47e; --_warn-soft: #38290f;
  --_bad: #f7a79d; --_bad-soft: #3b1c19;
  --_good: #8fd6a1; --_good-soft: #17341f;
  --_fund: #4fb8a3; --_serious: #6ea8e6; --_assistance: #b496de;
  --_own: #dba04a; --_out: #8a9894;
  --_shadow: 0 0.5em 2em rgb(0 0 0 / 0.6), 0 0 0 1px rgb(255 255 255 / 0.12);
`);

export const palette = css`
  :host { ${light} }
  :host([theme='dark']) { ${dark} }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) { ${dark} }
  }
`;
