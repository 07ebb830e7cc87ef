/** What the views show beside the conversation. */
import type { Preferences } from './storage.ts';

export interface UiState {
  menu: boolean;
  confirm: boolean;
  offline: boolean;
  /** Nothing is read out: the log shows what was said before. */
  quiet: boolean;
  status: string;
  copied: { key: string; done: boolean } | undefined;
  voice: string;
  draft: string;
  ticks: Set<string>;
  verdicts: Record<string, boolean>;
  preferences: Preferences;
}

export function initialState(): UiState {
  return {
    menu: false,
    confirm: false,
    offline: false,
    quiet: true,
    status: '',
    copied: undefined,
    voice: '',
    draft: '',
    ticks: new Set(),
    verdicts: {},
    preferences: { size: 0, plain: false },
  };
}
