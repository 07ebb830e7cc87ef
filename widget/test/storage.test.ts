import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Box, Kept, Store } from '../src/storage.ts';

function box(): Box & { map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

const session = { session: 't', expires: '', length: 2000, replies: [], controls: {} };

test('what is written is read, broken text is nothing', () => {
  const own = box();
  const store = new Store(() => own);
  store.write('x', { a: 1 });
  assert.deepEqual(store.read('x'), { a: 1 });
  own.map.set('baoxiao:x', '{broken');
  assert.equal(store.read('x'), undefined);
});

test('blocked storage is replaced by memory', () => {
  const store = new Store(() => {
    throw new Error('blocked');
  });
  store.write('x', 1);
  assert.equal(store.read('x'), 1);
  store.remove('x');
  assert.equal(store.read('x'), undefined);
});

test('the session is kept for the tab, or for the browser when asked', () => {
  for (const keep of ['tab', 'browser'] as const) {
    const [local, tab] = [box(), box()];
    new Kept(
      keep,
      () => local,
      () => tab,
    ).setSession(session);
    assert.equal(local.map.has('baoxiao:session'), keep === 'browser');
    assert.equal(tab.map.has('baoxiao:session'), keep === 'tab');
  }
});

test('dropping the session keeps the draft and what was not sent', () => {
  const [local, tab] = [box(), box()];
  const kept = new Kept(
    'tab',
    () => local,
    () => tab,
  );
  kept.setSession(session);
  kept.setTicks(new Set(['a:b']));
  kept.setDraft('half a');
  kept.setUnsent([
    { from: 'person', key: 'e1', id: 'm1', text: 'x', state: 'waiting', since: 0 },
  ]);
  kept.dropSession();
  assert.equal(kept.getSession(), undefined);
  assert.equal(kept.getTicks().size, 0);
  assert.equal(kept.getDraft(), 'half a');
  assert.equal(kept.getUnsent()[0]?.id, 'm1');
});

test('preferences of strange origin are mended', () => {
  const local = box();
  local.map.set('baoxiao:preferences', '{"size": 9, "plain": "yes", "language": "fr"}');
  assert.deepEqual(new Kept('tab', () => local, box).getPreferences(), {
    size: 0,
    plain: false,
  });
});
