import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, type Fetcher } from '../src/client.ts';
import { backoff, decide, Failure } from '../src/retry.ts';

const middle = () => 0.5;

test('waiting grows and stays bounded', () => {
  const delays = [1, 2, 3, 4, 5, 6, 20].map((n) => backoff(n, middle));
  assert.deepEqual(delays, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assert.ok(backoff(1, () => 0) >= 750 && backoff(1, () => 1) <= 1250);
});

test('each failure has its remedy', () => {
  const cases: [Failure, number, string][] = [
    [new Failure(401, 'session'), 1, 'renew'],
    [new Failure(422, 'choice'), 1, 'as-text'],
    [new Failure(422, 'length'), 1, 'fail'],
    [new Failure(403, 'origin'), 1, 'fail'],
    [new Failure(0, 'timeout'), 1, 'wait'],
    [new Failure(503, 'unavailable'), 5, 'wait'],
    [new Failure(500, 'failed'), 6, 'hold'],
  ];
  for (const [failure, attempts, action] of cases) {
    assert.equal(decide(failure, attempts, middle).action, action, failure.message);
  }
});

test('a limit is waited for as long as the server says', () => {
  const failure = new Failure(429, 'limited', undefined, 12);
  assert.deepEqual(decide(failure, 9, middle), { action: 'wait', delay: 12_000 });
});

const answering = (status: number, body: string, headers = {}): Fetcher => {
  return async () => new Response(status === 204 ? null : body, { status, headers });
};

test('a request carries the token and never a cookie', async () => {
  const seen: [string, RequestInit][] = [];
  const client = new Client('https://example.org/', async (url, init) => {
    seen.push([url, init]);
    return new Response('{"entries": []}');
  });
  await client.history('secret');
  const [url, init] = seen[0] ?? ['', {}];
  const headers = init.headers as Record<string, string>;
  assert.equal(url, 'https://example.org/webhooks/web/history');
  assert.equal(headers.Authorization, 'Bearer secret');
  assert.equal(init.credentials, 'omit');
});

test('errors of the server are told apart', async () => {
  const error = {
    error: { code: 'limited', message: { zh: '慢', en: 'slow' }, retry_after: 7 },
  };
  const client = new Client('', answering(429, JSON.stringify(error)));
  await assert.rejects(client.begin('zh'), (failure: Failure) => {
    assert.deepEqual([failure.status, failure.code, failure.retryAfter], [429, 'limited', 7]);
    assert.equal(failure.words?.en, 'slow');
    return true;
  });
});

test('a page of a proxy is a failure like others', async () => {
  const busy = new Client('', answering(503, '<html>', { 'Retry-After': '3' }));
  await assert.rejects(busy.begin('zh'), { status: 503, retryAfter: 3 });
  const odd = new Client('', answering(200, '<html>'));
  await assert.rejects(odd.begin('zh'), { status: 0, code: 'network' });
});

test('nothing waits for ever', async () => {
  const never: Fetcher = (_, init) =>
    new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  await assert.rejects(new Client('', never, 20).begin('zh'), { code: 'timeout' });
});
