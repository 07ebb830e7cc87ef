import { css } from 'lit';

/** The sheet of paper: black on white, no ink for decoration. */
export const printStyles = css`
  :host { display: block; color: #000; background: #fff; }
  article {
    font: 11pt / 1.6 system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
  }
  h1 { font-size: 17pt; line-height: 1.3; margin: 0 0 6pt; padding-bottom: 5pt; border-bottom: 1.5pt solid #000; }
  h2 { font-size: 12pt; margin: 11pt 0 3pt; break-after: avoid; }
  p, ul { margin: 0; padding: 0; }
  .lead { white-space: pre-line; }
  li { display: flex; gap: 6pt; padding: 1.5pt 0; break-inside: avoid; }
  .mark { flex: none; min-width: 14pt; }
  .note { font-size: 9.5pt; color: #333; }
  footer { margin-top: 14pt; padding-top: 5pt; border-top: 0.5pt solid #000; font-size: 9.5pt; }
`;
