/** Line icons; words always stand beside them or in the label of their button. */
import { html, svg } from 'lit';

const icon = (shape: unknown) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const chat = icon(
  svg`<path d="M4 5h16v11H11l-4.5 4v-4H4z"/><path d="M8 9.5h8M8 12.5h5"/>`,
);
export const cross = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const gear = icon(
  svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
);
export const person = icon(
  svg`<circle cx="12" cy="8" r="3.5"/><path d="M5 20c.6-4 3.4-6 7-6s6.400 2 7 6"/>`,
);
export const phone = icon(
  svg`<path d="M6.500 4h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3c0 1-.8 1.500-1.500 1.500C11 19 5 13 5 5.500 5 4.700 5.600 4 6.500 4z"/>`,
);
export const globe = icon(
  svg`<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17"/>`,
);
export const copy = icon(
  svg`<rect x="8" y="8" width="11" height="12" rx="1.500"/><path d="M16 8V4.500H5V16h3"/>`,
);
export const printer = icon(
  svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3"/><path d="M7 14h10v6H7z"/>`,
);
export const send = icon(
  svg`<path d="M4 12l16-7.500-5 15.500-3.500-6.500z"/><path d="M11.500 13.500L20 4.500"/>`,
);
export const microphone = icon(
  svg`<rect x="9.500" y="3.500" width="5" height="10" rx="2.500"/><path d="M6 11.500a6 6 0 0 0 12 0M12 17.500V21"/>`,
);
export const stop = icon(svg`<rect x="7" y="7" width="10" height="10" rx="1.500"/>`);
export const thumbUp = icon(
  svg`<path d="M7 11v9H4v-9zM7 11l4-7c1.500 0 2.500 1 2.200 2.500L12.500 10H19c1 0 1.700.9 1.500 1.800l-1.500 7c-.2.700-.8 1.200-1.500 1.200H7"/>`,
);
export const thumbDown = icon(
  svg`<path d="M7 13V4H4v9zM7 13l4 7c1.500 0 2.500-1 2.200-2.500L12.500 14H19c1 0 1.700-.9 1.500-1.800l-1.500-7C18.800 4.500 18.200 4 17.500 4H7"/>`,
);
export const trash = icon(svg`<path d="M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7"/>`);
export const scales = icon(
  svg`<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.500 6h5zM19 7l-2.500 6h5z"/>`,
);
export const alert = icon(svg`<path d="M12 4l9 16H3z"/><path d="M12 10v4.500M12 17.200v.3"/>`);
export const check = icon(svg`<path d="M5 12.500l4.500 4.500L19 7.500"/>`);
