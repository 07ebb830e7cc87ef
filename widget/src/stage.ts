/** What must be done to the shown elements by hand: dialogs, focus, scrolling, height. */
import { onlyTouch, smallScreen } from './media.ts';
import { fit } from './views/composer.ts';

/** Room above the message that is scrolled to. */
const ABOVE = 12;

export class Stage {
  /** Where to scroll at the next showing: to the end, or to what was asked last. */
  reveal: 'none' | 'end' | 'question' = 'none';

  private opener: HTMLElement | undefined;
  private fitted = '';

  constructor(
    private readonly host: HTMLElement,
    private readonly root: () => ParentNode,
  ) {}

  get field(): HTMLTextAreaElement | null {
    return this.find('textarea');
  }

  openPanel(): void {
    const panel = this.find<HTMLDialogElement>('dialog.panel');
    if (!panel || panel.open) return;
    const active = document.activeElement;
    const elsewhere = active !== this.host && active !== document.body;
    this.opener = active instanceof HTMLElement && elsewhere ? active : undefined;
    if (smallScreen()) panel.showModal();
    else panel.show();
    this.focusInside();
  }

  /** On a telephone the keyboard of the field would hide the conversation. */
  focusInside(): void {
    (onlyTouch() ? this.find('h2') : this.field)?.focus();
  }

  /** Close, and give the focus back to what had it before. */
  closePanel(): void {
    const panel = this.find<HTMLDialogElement>('dialog.panel');
    if (!panel?.open) return;
    panel.close();
    const back = this.opener?.isConnected ? this.opener : this.find('.launcher');
    back?.focus();
  }

  confirm(asked: boolean): void {
    const dialog = this.find<HTMLDialogElement>('dialog.confirm');
    if (!dialog || dialog.open === asked) return;
    if (asked) {
      dialog.showModal();
      return;
    }
    dialog.close();
    this.focusInside();
  }

  /** Fit the field to its text, unless nothing that counts has changed since. */
  fit(state: string): void {
    const field = this.field;
    const now = `${state} ${field?.placeholder} ${field?.value}`;
    if (field && now !== this.fitted) fit(field);
    this.fitted = now;
  }

  scroll(): void {
    const log = this.find('[role=log]');
    if (!log?.firstElementChild || this.reveal === 'none') return;
    const mine = log.querySelectorAll<HTMLElement>('[data-from=person]');
    const last = mine[mine.length - 1];
    const question = last ? last.offsetTop - ABOVE : 0;
    log.scrollTop = this.reveal === 'end' ? log.scrollHeight : question;
    this.reveal = 'none';
  }

  private find<T extends HTMLElement = HTMLElement>(selector: string): T | null {
    return this.root().querySelector<T>(selector);
  }
}
