import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen, money, parts, share, shown, WIDTH } from '../src/estimate.ts';
import { bill, sums } from './fixtures.ts';

test('sums are read and written to the fen', () => {
  for (const [sum, value, text] of [
    ['35000.00', 3_500_000, '35,000.00'],
    ['0.10', 10, '0.10'],
    ['1234567.8', 123_456_780, '1,234,567.80'],
    ['999', 99_900, '999.00'],
    ['-3.05', -305, '−3.05'],
  ] as const) {
    assert.equal(fen(sum), value);
    assert.equal(money(value), text);
  }
  assert.equal(fen('many'), 0);
});

test('the parts add up to the total, and their widths to the bar', () => {
  for (const fund of ['0.00', '0.01', '11666.67', '23800.00']) {
    const all = parts(sums({ fund }));
    assert.equal(
      all.reduce((sum, part) => sum + part.fen, 0),
      3_500_000,
    );
    assert.equal(
      all.reduce((sum, part) => sum + part.width, 0),
      WIDTH,
    );
    assert.ok(all.every(({ width, x }) => width >= 0 && x >= 0));
  }
});

test('what a person pays is inside and outside the scope', () => {
  const all = Object.fromEntries(parts(sums()).map(({ name, fen: sum }) => [name, sum]));
  assert.deepEqual(all, {
    fund: 2_380_000,
    serious: 200_000,
    assistance: 150_000,
    own: 170_000,
    out: 600_000,
  });
  assert.equal((all.own ?? 0) + (all.out ?? 0), fen(sums().patient));
});

test('an empty bill has no widths and no shares', () => {
  const none = '0.00';
  const zero = {
    total: none,
    in_scope: none,
    fund: none,
    serious_illness: none,
    medical_assistance: none,
    patient: none,
  };
  assert.ok(parts(zero).every(({ width }) => width === 0));
  assert.equal(share(0, 0), '–');
  assert.equal(share(238, 350), '68%');
});

test('parts that nobody pays in any case have no line', () => {
  const least = sums({ fund: '19600.00', serious_illness: '0.00', medical_assistance: '0.00' });
  assert.deepEqual(shown(bill(least, { ...least, serious_illness: '5.00' })), [
    'fund',
    'serious',
    'own',
    'out',
  ]);
});
