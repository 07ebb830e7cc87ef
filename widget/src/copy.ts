/** Text to the clipboard, also where the page has no right to it. */

export async function copyText(text: string, root: ShadowRoot): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, root);
  }
}

/** Without HTTPS there is no clipboard, but a selected field can be copied. */
function copyBySelection(text: string, root: ShadowRoot): boolean {
  const before = root.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'hidden';
  (root.querySelector('dialog') ?? root).append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch {
    done = false;
  }
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
