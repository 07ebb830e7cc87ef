/** What kind of screen and pointer there is. */

const matches = (query: string) => globalThis.matchMedia?.(query).matches ?? false;

/** The panel fills such a screen; the style sheet asks the same. */
export const SMALL = '(max-width: 30rem), (max-height: 30rem)';

export const smallScreen = () => matches(SMALL);
export const onlyTouch = () => matches('(hover: none) and (pointer: coarse)');
