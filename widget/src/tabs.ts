/** Tabs that show the same session tell each other when it changed. */
import type { Session } from './types.ts';

/** Something was said, or all was erased and `next` begun. */
export type News = { news: 'changed' } | { news: 'erased'; next?: Session };

/** The end of a token tells sessions apart. */
const tag = (token: string) => token.slice(-16);

export class Tabs {
  private channel: BroadcastChannel | undefined;

  constructor(private readonly heard: (news: News, is: (token: string) => boolean) => void) {}

  connect(): void {
    if (this.channel || typeof BroadcastChannel === 'undefined') return;
    this.channel = new BroadcastChannel('baoxiao');
    this.channel.onmessage = ({ data }) => {
      const said = data as (News & { tag: string }) | null;
      if (said?.news) this.heard(said, (token) => tag(token) === said.tag);
    };
  }

  /** Tell the tabs that show the session of `token`. */
  tell(news: News, token: string): void {
    this.channel?.postMessage({ ...news, tag: tag(token) });
  }

  disconnect(): void {
    this.channel?.close();
    this.channel = undefined;
  }
}
