/** The words of the interface. What the assistant says comes from the server. */

import { en } from './strings/en.ts';
import { zh } from './strings/zh.ts';
import type { Language } from './types.ts';

/** Every text of the interface: plain ones, and those that take values. */
export type Strings = { [key in keyof typeof zh]: (typeof zh)[key] };

export function strings(language: Language): Strings {
  return language === 'en' ? en : zh;
}
