import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checklistSections, estimateSections, furtherOptions, said } from '../src/model.ts';
import { checklist, reply } from './fixtures.ts';

const option = (label: string) => ({ label, choice: `token-${label}` });

test('the direct answer is what is left of say', () => {
  assert.equal(said(reply({ say: '能报。\n第二行' })).text, '能报。\n第二行');
});

test('lines of medicines come first, then a line for each thing named', () => {
  const items = [
    { id: 'a', name: '种植牙', status: 'usually_not', status_label: '一般不报' },
    { id: 'b', name: 'MRI', status: 'conditional', status_label: 'depends' },
  ];
  const drugs = { title: '目录', lines: ['阿莫西林：甲类'] };
  const say = '阿莫西林：甲类\n种植牙：多数地方自费。\nMRI: ask first.\n先问清楚。';
  const found = said(reply({ say, items, drugs }));
  assert.deepEqual(found.drugs, ['阿莫西林：甲类']);
  assert.deepEqual(
    found.items.map(({ text }) => text),
    ['多数地方自费。', 'ask first.'],
  );
  assert.equal(found.text, '先问清楚。');
});

test('items without lines of their own keep their status', () => {
  const items = [1, 2].map((n) => ({
    id: `${n}`,
    name: `x${n}`,
    status: 's',
    status_label: 'l',
  }));
  const found = said(reply({ say: '一行', items }));
  assert.equal(found.text, '一行');
  assert.equal(found.items.length, 2);
});

test('numbered lines that repeat the options are left out, others stay', () => {
  const say = '请选一个：\n1. 怎么报？\n2. 报多少？\n3. 不是选项';
  const options = [option('怎么报？'), option('报多少？')];
  assert.equal(said(reply({ kind: 'unsure', say, options })).text, '请选一个：\n3. 不是选项');
});

test('a form does not say its question twice', () => {
  const ask = { fact: 'f', kind: 'money', question: '花了多少（元）？', options: [] };
  const zh = reply({ kind: 'form', say: '我问几个数。\n\n（1/7）花了多少（元）？', ask });
  assert.equal(said(zh).text, '我问几个数。');
  const en = { ...zh, say: '(2/7) How much?', ask: { ...ask, question: 'How much?' } };
  assert.equal(said(en).text, '');
});

test('a note for the staff is shown once', () => {
  const found = said(
    reply({
      kind: 'small_talk',
      say: '请拨打 12393。\n\n念给工作人员：\n情况：住院',
      note: '情况：住院',
    }),
  );
  assert.equal(found.text, '请拨打 12393。\n\n念给工作人员：');
});

test('options that ask whether it helped are not offered twice', () => {
  const feedback = { question: '有帮助吗？', options: [option('有'), option('没有')] };
  const all = reply({ feedback, options: [option('再问'), option('有'), option('没有')] });
  assert.deepEqual(
    furtherOptions(all).map(({ label }) => label),
    ['再问'],
  );
});

test('sections of papers become papers, steps are numbered', () => {
  const made = checklist();
  const sections = [
    { title: '要带的材料', lines: ['医院收费票据', '户口簿（也可以用：个人承诺书）'] },
    { title: '看情况带', lines: ['代办人身份证件（如果：别人替您办）'] },
    { title: '怎么办', lines: made.steps },
    { title: '费用', lines: ['不收费。'] },
  ];
  const shown = checklistSections(sections, made);
  assert.equal(shown[0]?.papers, made.bring);
  assert.equal(shown[1]?.papers, made.perhaps);
  assert.equal(shown[2]?.numbered, true);
  assert.equal(shown[3]?.papers, undefined);
});

test('an estimate shows its workings and names its assumptions', () => {
  const sections = ['谁付多少', '怎么算的', '这些是假设'].map((title) => ({
    title,
    lines: ['x'],
  }));
  const found = estimateSections(sections, 1);
  assert.deepEqual(
    found.working.map(({ title }) => title),
    ['怎么算的'],
  );
  assert.equal(found.assumed, '这些是假设');
  assert.equal(estimateSections(sections, 0).working.length, 2);
});
