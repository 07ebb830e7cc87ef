/**
 * Keys typed into the field, kept from the page: to it they come from the element, and
 * pages have shortcuts of one letter.
 */
const NAMES = ['keydown', 'keypress', 'keyup'];

export function keepKeys(element: HTMLElement): void {
  for (const name of NAMES) element.addEventListener(name, keep);
}

function keep(event: Event): void {
  if (event.composedPath()[0] instanceof HTMLTextAreaElement) event.stopPropagation();
}
