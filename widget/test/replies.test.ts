import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, history, reply, session } from '../src/replies.ts';
import { bill, checklist, sums } from './fixtures.ts';

const ODD = [null, undefined, 7, 'text', true, [], [null], [1], [{}], {}, { a: 1 }];
const KEYS = [
  ...['kind', 'language', 'topic', 'say', 'items', 'drugs', 'steps', 'materials', 'figures'],
  ...['exceptions', 'citations', 'sources', 'notices', 'ask', 'options', 'feedback', 'part'],
  ...['progress', 'sections', 'estimate', 'checklist', 'note', 'terms', 'title', 'printed'],
];

test('a reply that is as agreed stays as it is', () => {
  const given = {
    kind: 'result',
    language: 'en',
    topic: 'some_topic',
    say: 'Paid.',
    steps: ['Go there.'],
    items: [{ id: 'a', name: 'A', status: 'conditional', status_label: 'depends', fund: 'b' }],
    options: [{ label: 'More', choice: 'token' }],
    progress: [2, 5],
    estimate: bill(sums(), sums()),
    checklist: checklist(),
    new_key: [1],
  };
  const read = reply(given);
  for (const [name, value] of Object.entries(given)) {
    assert.deepEqual(read?.[name as keyof typeof read], value, name);
  }
});

test('what is not of its type counts as absent', () => {
  for (const odd of ODD) {
    const read = reply({ ...Object.fromEntries(KEYS.map((key) => [key, odd])), say: 'x' });
    assert.equal(read?.say, 'x');
    assert.ok(read.language === 'zh');
    for (const list of [read.steps, read.options, read.citations, read.terms, read.items]) {
      assert.ok(Array.isArray(list));
    }
    assert.ok(read.steps?.every((line) => typeof line === 'string'));
    assert.ok(read.options?.every(({ label }) => label));
    assert.equal(read.estimate, undefined);
    assert.equal(read.checklist, undefined);
    assert.equal(read.progress, undefined);
  }
});

test('only objects are replies', () => {
  const read = answer({ id: 'm', shown: 'x', replies: [null, 3, 'x', [], { say: 'y' }] });
  assert.deepEqual(
    read?.replies.map(({ say }) => say),
    ['y'],
  );
});

test('what is no message of the server is none', () => {
  for (const odd of ODD) {
    assert.equal(answer(odd), undefined);
    assert.equal(history(odd), undefined);
    assert.equal(session(odd), undefined);
  }
  assert.equal(answer({ replies: 1 }), undefined);
});

test('a history keeps its order and leaves out what nobody said', () => {
  const read = history({
    form: null,
    entries: [
      { from: 'person', text: 'a' },
      { from: 'assistant', reply: { say: 'b' } },
      { from: 'assistant', reply: null },
      null,
    ],
  });
  assert.deepEqual(
    read?.entries.map(({ from }) => from),
    ['person', 'assistant'],
  );
});

test('a session without controls has none', () => {
  const given = { session: 't', expires: '', length: 9, replies: [], controls: null };
  assert.deepEqual(session(given)?.controls, {});
});
