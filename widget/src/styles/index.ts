/** All style sheets of the element, made once and adopted: no inline styles. */
import { card } from './card.ts';
import { controls } from './controls.ts';
import { layout } from './layout.ts';
import { palette } from './palette.ts';
import { parts } from './parts.ts';

export const styles = [palette, layout, controls, card, parts];
