/** The HTTP interface of the server, with a time limit on every request. */
import * as replies from './replies.ts';
import { Failure } from './retry.ts';
import type { Read } from './shape.ts';
import type { Answer, History, Language, Session, Words } from './types.ts';

const PATH = '/webhooks/web';
const LIMIT = 15_000;

export type Fetcher = (url: string, init: RequestInit) => Promise<Response>;
export type Message = { id: string; text: string } | { id: string; choice: string };

export class Client {
  private readonly base: string;
  /** This page may read what the server says: it has done so. */
  private allowed = false;

  constructor(
    server: string,
    private readonly fetcher: Fetcher = (url, init) => fetch(url, init),
    private readonly limit = LIMIT,
  ) {
    this.base = server.replace(/\/+$/, '') + PATH;
  }

  begin(language: Language): Promise<Session> {
    return this.request('POST', '/session', replies.session, undefined, { language });
  }

  send(token: string, message: Message): Promise<Answer> {
    return this.request('POST', '/messages', replies.answer, token, message);
  }

  history(token: string): Promise<History> {
    return this.request('GET', '/history', replies.history, token);
  }

  async erase(token: string): Promise<void> {
    await this.request('DELETE', '/session', () => true, token);
  }

  private async request<T>(
    method: string,
    path: string,
    read: Read<T>,
    token?: string,
    body?: unknown,
  ): Promise<T> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.limit);
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const init: RequestInit = {
      method,
      headers,
      signal: stop.signal,
      credentials: 'omit',
      cache: 'no-store',
    };
    if (body !== undefined) init.body = JSON.stringify(body);
    try {
      const response = await this.fetcher(this.base + path, init);
      this.allowed = true;
      if (!response.ok) throw await failureOf(response);
      const found = read(response.status === 204 ? undefined : await response.json());
      if (found === undefined) throw new Failure(502, 'failed');
      return found;
    } catch (error) {
      if (error instanceof Failure) throw error;
      // a broken body counts as no answer: the same id is sent again
      if (stop.signal.aborted) throw new Failure(0, 'timeout');
      throw new Failure(0, (await this.refusesPage()) ? 'origin' : 'network');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Browsers hide the refusal of a foreign page; that the server lives, they tell. */
  private async refusesPage(): Promise<boolean> {
    const here = globalThis.location;
    if (this.allowed || !here || new URL(this.base, here.href).origin === here.origin) {
      return false;
    }
    try {
      await this.fetcher(`${this.base}/health`, { mode: 'no-cors', credentials: 'omit' });
      return true;
    } catch {
      return false;
    }
  }
}

async function failureOf(response: Response): Promise<Failure> {
  let code = 'failed';
  let words: Words | undefined;
  let seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  try {
    const { error } = (await response.json()) as {
      error?: { code?: string; message?: Words; retry_after?: number };
    };
    code = error?.code ?? code;
    words = error?.message;
    seconds = error?.retry_after ?? seconds;
  } catch {
    // a proxy answered with something else: the status tells enough
  }
  const after = Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
  return new Failure(response.status, code, words, after);
}
