/** Tabs that show the same session tell each other when it changed. */

export type News = 'changed' | 'erased';

/** The end of a token tells sessions apart without handing the token around. */
const tag = (token: string) => token.slice(-16);

export class Tabs {
  private channel: BroadcastChannel | undefined;

  constructor(private readonly heard: (news: News, is: (token: string) => boolean) => void) {}

  connect(): void {
    if (this.channel || typeof BroadcastChannel === 'undefined') return;
    this.channel = new BroadcastChannel('baoxiao');
    this.channel.onmessage = ({ data }) => {
      const said = data as { news?: News; tag?: string } | null;
      if (said?.news) this.heard(said.news, (token) => tag(token) === said.tag);
    };
  }

  tell(news: News, token: string): void {
    this.channel?.postMessage({ news, tag: tag(token) });
  }

  disconnect(): void {
    this.channel?.close();
    this.channel = undefined;
  }
}
