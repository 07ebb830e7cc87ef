import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Composing } from '../src/composing.ts';
import { messageId } from '../src/ids.ts';
import { pieces } from '../src/links.ts';
import { sentences } from '../src/sentences.ts';
import { strings } from '../src/strings.ts';

const links = (text: string) =>
  pieces(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));

test('text stays the same when its links are taken out', () => {
  for (const text of [
    '',
    '打 12393。',
    '见 https://example.org/a?b=1。再打 12333，谢谢',
    'a<b>12393</b>',
  ]) {
    assert.equal(
      pieces(text)
        .map(({ text: shown }) => shown)
        .join(''),
      text,
    );
  }
});

test('hotlines become telephone links', () => {
  assert.deepEqual(links('打 12393 或12366问'), [
    ['12393', 'tel:12393'],
    ['12366', 'tel:12366'],
  ]);
  assert.deepEqual(links('hotline 12393.'), [['12393', 'tel:12393']]);
});

test('sums and longer numbers are no hotlines', () => {
  for (const text of [
    '12393 元',
    '12393元',
    '12393.50',
    '¥12393',
    '112393',
    '123930',
    '12,393',
    '0.12393',
    '12393 yuan',
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test('only plain web addresses become links', () => {
  assert.deepEqual(links('见https://www.gov.cn/a_b/c.html。'), [
    ['https://www.gov.cn/a_b/c.html', 'https://www.gov.cn/a_b/c.html'],
  ]);
  assert.deepEqual(links('see http://example.org/x, then'), [
    ['http://example.org/x', 'http://example.org/x'],
  ]);
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://x.org',
    'https://',
    '<a href="x">',
  ]) {
    assert.deepEqual(links(text), [], text);
  }
  assert.deepEqual(links('tel:010-12345678'), [['010-12345678', 'tel:010-12345678']]);
});

test('plain mode has one sentence a line', () => {
  assert.deepEqual(sentences('能报。先备案；再住院。\n没备案也行'), [
    '能报。',
    '先备案；',
    '再住院。',
    '没备案也行',
  ]);
  assert.deepEqual(sentences('You can. File first, e.g. by app. “Then” go.'), [
    'You can.',
    'File first, e.g. by app.',
    '“Then” go.',
  ]);
  assert.deepEqual(sentences(''), []);
});

test('no sentence is lost', () => {
  for (const text of [
    '职工医保 2.5% 起。说“退出”。好！',
    'A 2.5 rate? Yes! (See 12393.) No.',
  ]) {
    assert.equal(sentences(text).join('').replace(/\s/g, ''), text.replace(/\s/g, ''));
  }
});

test('ids have the form the server takes, and differ', () => {
  const ids = new Set(Array.from({ length: 200 }, () => messageId()));
  assert.equal(ids.size, 200);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{1,64}$/);
});

test('Enter of an input method never sends', () => {
  const composing = new Composing();
  const enter = { isComposing: false, keyCode: 13, timeStamp: 1000 };
  assert.equal(composing.takes(enter), false);
  assert.equal(composing.takes({ ...enter, isComposing: true }), true);
  assert.equal(composing.takes({ ...enter, keyCode: 229 }), true);
  composing.follow({ type: 'compositionstart', timeStamp: 900 });
  assert.equal(composing.takes(enter), true);
  composing.follow({ type: 'compositionend', timeStamp: 995 }); // Safari: the composition ends just before its Enter
  assert.equal(composing.takes(enter), true);
  assert.equal(composing.takes({ ...enter, timeStamp: 1500 }), false);
});

test('both languages have the same words, none of them empty', () => {
  const zh = strings('zh') as Record<string, unknown>;
  const en = strings('en') as Record<string, unknown>;
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, word] of Object.entries({ ...zh, ...en })) assert.ok(word, key);
});
