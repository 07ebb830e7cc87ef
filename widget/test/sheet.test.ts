import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copied, sheetOf, textOf } from '../src/sheet.ts';
import { strings } from '../src/strings.ts';
import { checklist, reply } from './fixtures.ts';

const t = strings('zh');

test('a checklist is copied with its ticks', () => {
  const made = reply({
    kind: 'result',
    say: '回参保地申请。',
    checklist: checklist(),
    printed: '…',
  });
  const text = copied(made, new Set(['errand/general:receipt']), t);
  assert.match(text, /^手工报销\n\n回参保地申请。/);
  assert.match(text, /☑ 医院收费票据\n {3}证明花了多少。/);
  assert.match(text, /☐ 户口簿\n {3}也可以用：个人承诺书/);
  assert.match(text, /☐ 代办人身份证件\n {3}如果：别人替您办/);
  assert.match(text, /1\. 收齐材料。\n2\. 交到窗口。/);
});

test('a section that the checklist lacks is printed too', () => {
  const sections = [
    { title: '费用', lines: ['不收费。'] },
    { title: '对报销比例的影响', lines: ['一般不变'] },
  ];
  const sheet = sheetOf(
    reply({ kind: 'result', checklist: checklist(), sections }),
    new Set(),
    t,
  );
  const headings = sheet.groups.map(({ heading }) => heading);
  assert.equal(headings.filter((heading) => heading === '费用').length, 1);
  assert.ok(headings.includes('对报销比例的影响'));
});

test('an answer without papers is copied as the server wrote it', () => {
  assert.equal(copied(reply({ text: 'the whole' }), new Set(), t), 'the whole');
});

test('the law and who decides stand on every sheet', () => {
  const cited = {
    ref: 'x#1',
    name: '《社会保险法》第29条',
    title: '直接结算',
    gist: '',
    note: '',
    by_analogy: true,
    version: '',
  };
  const sheet = sheetOf(
    reply({ citations: [cited], notices: ['以参保地为准。'] }),
    new Set(),
    t,
  );
  assert.match(textOf(sheet), /《社会保险法》第29条 \(类推参照\)：直接结算/);
  assert.deepEqual(sheet.foot, ['以参保地为准。']);
});
