/**
 * Printing one sheet of the page: it is put into an element of its own beside everything
 * else, and while it prints a style sheet of the document shows that element alone.
 * Constructed style sheets are no inline styles, so a strict policy allows them.
 */
import { html, nothing, render } from 'lit';
import type { Sheet, SheetLine } from './sheet.ts';
import type { Strings } from './strings.ts';
import { printStyles } from './styles/print.ts';

const NAME = 'baoxiao-print';

const ALONE = `
  @media screen { ${NAME} { display: none !important } }
  @media print {
    body > :not(${NAME}) { display: none !important }
    html, body { background: #fff !important; height: auto !important; overflow: visible !important }
    ${NAME} { display: block !important }
  }`;

/** Some browsers print after `print()` returned and tell nobody when they are done. */
const GIVEN_UP = 120_000;

let removeLast: (() => void) | undefined;

export function printSheet(sheet: Sheet, t: Strings): void {
  removeLast?.();
  const page = document.createElement(NAME);
  page.lang = sheet.language === 'zh' ? 'zh-CN' : 'en';
  const root = page.attachShadow({ mode: 'open' });
  const own = printStyles.styleSheet;
  if (own) root.adoptedStyleSheets = [own];
  render(shown(sheet, t), root);
  const alone = new CSSStyleSheet();
  alone.replaceSync(ALONE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, alone];
  document.body.append(page);
  const timer = setTimeout(() => removeLast?.(), GIVEN_UP);
  const remove = () => {
    clearTimeout(timer);
    removeEventListener('afterprint', remove);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== alone);
    page.remove();
    removeLast = undefined;
  };
  removeLast = remove;
  addEventListener('afterprint', remove);
  window.print();
}

function shown(sheet: Sheet, t: Strings): unknown {
  return html`<article>
    <h1>${sheet.title}</h1>
    ${sheet.lead ? html`<p class="lead">${sheet.lead}</p>` : nothing}
    ${sheet.groups.map(
      ({ heading, lines, numbered }) => html`<section>
        <h2>${heading}</h2>
        <ul>${lines.map((line, n) => row(line, numbered ? `${n + 1}.` : ''))}</ul>
      </section>`,
    )}
    <footer>
      ${sheet.foot.map((line) => html`<p>${line}</p>`)}
      <p>${t.printFoot}</p>
      <p>${t.printDay(new Date().toLocaleDateString('sv'))}</p>
    </footer>
  </article>`;
}

function row({ text, ticked, notes = [] }: SheetLine, number: string): unknown {
  const box = ticked === undefined ? number || '–' : ticked ? '☑' : '☐';
  return html`<li>
    <span class="mark">${box}</span>
    <div>
      <p>${text}</p>
      ${notes.map((note) => html`<p class="note">${note}</p>`)}
    </div>
  </li>`;
}
