import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client, Message } from '../src/client.ts';
import { Conversation } from '../src/conversation.ts';
import { merged } from '../src/log.ts';
import { Failure } from '../src/retry.ts';
import { Kept } from '../src/storage.ts';
import type { Entry, History, Session } from '../src/types.ts';
import { reply } from './fixtures.ts';

const memory = () => {
  throw new Error('no storage here');
};

/** A server in memory that fails when told to. */
class Server {
  sessions = 0;
  known = new Set<string>();
  taken: Message[] = [];
  failures: Failure[] = [];
  entries: History['entries'] = [];

  begin = async (): Promise<Session> => {
    this.sessions += 1;
    this.known.add(`s${this.sessions}`);
    const replies = [reply({ kind: 'small_talk', say: 'hello' })];
    return { session: `s${this.sessions}`, expires: '', length: 9, replies, controls: {} };
  };

  send = async (token: string, message: Message) => {
    this.taken.push(message);
    const failure = this.failures.shift();
    if (failure) throw failure;
    if (!this.known.has(token)) throw new Failure(401, 'session');
    const text = 'text' in message ? message.text : 'chosen';
    const replies = [reply({ say: `re: ${text}` })];
    this.entries.push(
      { from: 'person', text },
      { from: 'assistant', reply: replies[0] ?? reply() },
    );
    return { id: message.id, shown: text, form: null, replies };
  };

  history = async (token: string): Promise<History> => {
    if (!this.known.has(token)) throw new Failure(401, 'session');
    return { form: null, entries: this.entries };
  };

  erase = async (token: string) => void this.known.delete(token);
}

function talk(server: Server, kept = new Kept('tab', memory, memory), online = () => true) {
  const codes: string[] = [];
  const hooks = {
    language: () => 'zh' as const,
    changed: async () => {},
    replied: () => {},
    failed: (code: string) => void codes.push(code),
  };
  const talking = new Conversation(server as unknown as Client, kept, hooks, online);
  return { talking, codes, kept };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const words = (log: Entry[]) =>
  log.map((one) =>
    one.from === 'person'
      ? `> ${one.text} ${one.state}`
      : one.from === 'notice'
        ? '--'
        : one.reply.say,
  );

test('messages sent while one is under way keep their order', async () => {
  const server = new Server();
  const { talking } = talk(server);
  await talking.start();
  talking.send('one');
  talking.send('two');
  await settled();
  assert.deepEqual(words(talking.log), [
    'hello',
    '> one sent',
    're: one',
    '> two sent',
    're: two',
  ]);
  talking.stop();
});

test('a message that failed is sent again with the same id', async () => {
  const server = new Server();
  server.failures = [new Failure(0, 'network')];
  const { talking, codes } = talk(server);
  await talking.start();
  talking.send('one');
  await settled();
  assert.deepEqual(words(talking.log), ['hello', '> one waiting']);
  talking.retry();
  await settled();
  assert.deepEqual(words(talking.log), ['hello', '> one sent', 're: one']);
  assert.equal(server.taken[0]?.id, server.taken[1]?.id);
  assert.deepEqual(codes, ['network']);
  talking.stop();
});

test('an ended session is renewed and the message goes there', async () => {
  const server = new Server();
  const { talking } = talk(server);
  await talking.start();
  server.known.clear();
  talking.send('label', 'token of the old session');
  await settled();
  assert.deepEqual(words(talking.log), ['hello', '--', '> label sent', 're: label']);
  assert.deepEqual(Object.keys(server.taken[1] ?? {}), ['id', 'text']);
  talking.stop();
});

test('what a server forgot while it was away is told apart from what it knows', async () => {
  const server = new Server();
  const { talking } = talk(server);
  await talking.start();
  const sayTwice = async (text: string) => {
    server.failures = [new Failure(503, 'unavailable')];
    talking.send(text);
    await settled();
    talking.retry();
    await settled();
  };
  await sayTwice('one');
  assert.deepEqual(words(talking.log), ['hello', '> one sent', 're: one']);
  server.entries = [];
  await sayTwice('two');
  assert.deepEqual(words(talking.log), [
    ...['hello', '> one sent', 're: one', '--'],
    ...['> two sent', 're: two'],
  ]);
  talking.stop();
});

test('a choice that is no longer known is said in words', async () => {
  const server = new Server();
  server.failures = [new Failure(422, 'choice')];
  const { talking } = talk(server);
  await talking.start();
  talking.send('label', 'token');
  await settled();
  assert.equal(words(talking.log).at(-1), 're: label');
  assert.notEqual(server.taken[0]?.id, server.taken[1]?.id);
  talking.stop();
});

test('what cannot be taken lets the next pass and can be taken back', async () => {
  const server = new Server();
  server.failures = [new Failure(422, 'length')];
  const { talking } = talk(server);
  await talking.start();
  talking.send('long');
  talking.send('short');
  await settled();
  assert.deepEqual(words(talking.log), ['hello', '> short sent', 're: short', '> long failed']);
  assert.equal(talking.takeBack(talking.log.at(-1)?.key ?? ''), 'long');
  assert.equal(talking.log.length, 3);
  talking.stop();
});

test('nothing is sent while offline, everything afterwards', async () => {
  const server = new Server();
  let online = false;
  const { talking } = talk(server, undefined, () => online);
  await talking.start();
  talking.send('one');
  await settled();
  assert.equal(server.taken.length, 0);
  online = true;
  talking.retry();
  await settled();
  assert.equal(words(talking.log).at(-1), 're: one');
  talking.stop();
});

test('a message from before a reload is sent, and the server tells the order', async () => {
  const server = new Server();
  server.failures = [new Failure(0, 'network')];
  const first = talk(server);
  await first.talking.start();
  first.talking.send('one');
  await settled();
  first.talking.stop();
  const second = talk(server, first.kept);
  await second.talking.start();
  await settled();
  assert.deepEqual(words(second.talking.log), ['hello', '> one sent', 're: one']);
  assert.equal(server.taken[0]?.id, server.taken[1]?.id);
  second.talking.stop();
});

test('clearing erases the session and begins another', async () => {
  const server = new Server();
  const { talking } = talk(server);
  await talking.start();
  talking.send('one');
  await settled();
  server.entries = [];
  assert.equal(await talking.clear(), true);
  assert.deepEqual(words(talking.log), ['hello']);
  assert.deepEqual([...server.known], ['s2']);
  talking.stop();
});

test('the greeting is said again only when nothing else was', async () => {
  const server = new Server();
  const { talking } = talk(server);
  await talking.start();
  await talking.greetAgain();
  assert.equal(server.sessions, 2);
  talking.send('one');
  await settled();
  await talking.greetAgain();
  assert.equal(server.sessions, 2);
  talking.stop();
});

test('history keeps the entries that are on the screen', () => {
  const history: History = {
    form: null,
    entries: [
      { from: 'person', text: 'a' },
      { from: 'assistant', reply: reply({ say: 'b' }) },
    ],
  };
  const greeting = [reply({ kind: 'small_talk', say: 'hello' })];
  const first = merged([], greeting, history);
  assert.deepEqual(words(first), ['hello', '> a sent', 'b']);
  const longer = {
    ...history,
    entries: [...history.entries, { from: 'person' as const, text: 'c' }],
  };
  const second = merged(first, greeting, longer);
  assert.deepEqual(second.slice(0, 3), first);
  assert.ok(second.slice(0, 3).every((entry, n) => entry === first[n]));
});
