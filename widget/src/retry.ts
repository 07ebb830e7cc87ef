/** What to do with a message that was not taken: pure decisions, no timers. */
import type { Words } from './types.ts';

/** Why a request failed; `status` is 0 when nothing came back. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words?: Words,
    readonly retryAfter?: number,
  ) {
    super(`${status} ${code}`);
  }
}

export type Decision =
  | { action: 'renew' }
  | { action: 'as-text' }
  | { action: 'wait'; delay: number }
  | { action: 'hold' }
  | { action: 'fail' };

const FIRST = 1000;
const LONGEST = 30_000;
const ATTEMPTS = 6;
const LONGEST_LIMIT = 3_600_000;

/** Return milliseconds before attempt `attempt` + 1, spread so that not all come at once. */
export function backoff(attempt: number, random = Math.random): number {
  const base = Math.min(FIRST * 2 ** Math.max(0, attempt - 1), LONGEST);
  return Math.round(base * (0.75 + random() * 0.5));
}

/** Decide about a message after its `attempts` failed attempts. */
export function decide(failure: Failure, attempts: number, random = Math.random): Decision {
  if (failure.status === 401) return { action: 'renew' };
  if (failure.code === 'choice') return { action: 'as-text' };
  if (failure.status === 429) {
    const seconds = Math.max(1, failure.retryAfter ?? backoff(attempts, random) / 1000);
    return { action: 'wait', delay: Math.min(seconds * 1000, LONGEST_LIMIT) };
  }
  if (failure.status === 0 || failure.status === 408 || failure.status >= 500) {
    if (attempts >= ATTEMPTS) return { action: 'hold' };
    const asked = (failure.retryAfter ?? 0) * 1000;
    return { action: 'wait', delay: Math.max(asked, backoff(attempts, random)) };
  }
  return { action: 'fail' };
}
