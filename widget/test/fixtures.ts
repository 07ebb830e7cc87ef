/** Small payloads in the shape that the server sends. */
import type { Checklist, Estimate, Parts, Reply } from '../src/types.ts';

export function reply(change: Partial<Reply> = {}): Reply {
  return { kind: 'answer', language: 'zh', topic: 'some_topic', say: '能报。', ...change };
}

export function sums(change: Partial<Parts> = {}): Parts {
  return {
    total: '35000.00',
    in_scope: '29000.00',
    fund: '23800.00',
    serious_illness: '2000.00',
    medical_assistance: '1500.00',
    patient: '7700.00',
    ...change,
  };
}

export function bill(least: Parts, most: Parts): Estimate {
  return { ...most, least, most, range: least.fund !== most.fund, assumptions: [] };
}

export function checklist(change: Partial<Checklist> = {}): Checklist {
  const paper = { why: '', note: '', instead: [], only_if: '' };
  return {
    id: 'errand/general',
    day: '2026-11-30',
    title: '手工报销',
    say: '回参保地申请。',
    bring: [
      { ...paper, material: 'receipt', name: '医院收费票据', why: '证明花了多少。' },
      { ...paper, material: 'register', name: '户口簿', instead: ['个人承诺书'] },
    ],
    perhaps: [{ ...paper, material: 'agent', name: '代办人身份证件', only_if: '别人替您办' }],
    open: [],
    where: '参保地经办机构。',
    online: [],
    counter: [],
    steps: ['收齐材料。', '交到窗口。'],
    time_limit: '由参保地定。',
    limits: [],
    handling: [],
    cost: '不收费。',
    result: '钱打到账户。',
    exceptions: [],
    notices: [],
    ...change,
  };
}
