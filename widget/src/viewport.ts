/**
 * The part of the screen that a keyboard leaves free. Where it lies over the page instead
 * of making it smaller, the panel follows the visible part, by a style sheet of its own.
 */
import { SMALL } from './media.ts';

export class Viewport {
  readonly sheet = new CSSStyleSheet();

  connect(): void {
    window.visualViewport?.addEventListener('resize', this.follow);
    window.visualViewport?.addEventListener('scroll', this.follow);
  }

  disconnect(): void {
    window.visualViewport?.removeEventListener('resize', this.follow);
    window.visualViewport?.removeEventListener('scroll', this.follow);
  }

  private readonly follow = (): void => {
    const seen = window.visualViewport;
    if (!seen) return;
    // zoomed in, people move about by themselves
    const covered = seen.scale === 1 && window.innerHeight - seen.height > 80;
    const place = `bottom: auto; top: ${Math.round(seen.offsetTop)}px; height: ${Math.round(seen.height)}px`;
    this.sheet.replaceSync(covered ? `@media ${SMALL} { dialog.panel { ${place} } }` : '');
  };
}
