/**
 * One small damage to a sound document gives about one problem, and near to where it was done.
 *
 * The damages are drawn from a fixed seed, so that the same text gives the same damage each time. A damage may be harmless,
 * as a blank more before a script's line; what is asked is that none of them sets off an avalanche.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { problemsOf } from '../helpers.ts';

const folder = 'test/faults';
const tries = 8;

interface Damage {
  name: string;
  /** Where it can be done; what stands there is replaced. */
  at: RegExp;
  by: string;
}

const inBoth: Damage[] = [
  { name: 'a quote is missing', at: /["']/g, by: '' },
  { name: 'a bracket is missing', at: /[[\]{}]/g, by: '' },
  { name: 'a colon is missing', at: /:(?=[ \n])/g, by: '' },
];
const damages: Record<'yaml' | 'json', Damage[]> = {
  json: [...inBoth, { name: 'a comma is missing', at: /,/g, by: '' }],
  yaml: [
    ...inBoth,
    { name: 'a line stands too far left', at: /(?<=^ *) (?=[^ \n])/gm, by: '' },
    { name: 'a line stands too far right', at: /^(?= +\S)/gm, by: ' ' },
    { name: 'a tab stands before a line', at: /^(?= +\S)/gm, by: '\t' },
    { name: 'a dash is missing', at: /(?<=^ *)-(?= \S)/gm, by: ' ' },
  ],
};

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const texts = readdirSync(folder).flatMap((name): { text: string; format: 'yaml' | 'json' }[] => {
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  if (name.endsWith('.json')) return [{ text, format: 'json' }];
  if (!name.endsWith('.yaml') || /[:-] !\w/.test(text)) return [];
  return [
    { text, format: 'yaml' },
    { text: JSON.stringify(load(text), null, 2), format: 'json' },
  ];
});

for (const format of ['yaml', 'json'] as const) {
  for (const { name, at, by } of damages[format]) {
    test(`${format}: when ${name}, there is about one problem, and it is near`, () => {
      const below = numbers(name.length);
      let found = 0;
      let told = 0;
      let far = 0;
      for (const { text } of texts.filter((each) => each.format === format)) {
        const places = [...text.matchAll(at)];
        for (let n = 0; n < tries && places.length > 0; n++) {
          const { index, 0: old } = places[below(places.length)] ?? { index: 0, 0: '' };
          const damaged = text.slice(0, index) + by + text.slice(index + old.length);
          const lines = problemsOf(damaged, { format })
            .filter(({ severity }) => severity === 'error' || severity === 'warning')
            .map(({ start }) => lineOf(damaged, start));
          if (lines.length === 0) continue;
          told++;
          found += lines.length;
          if (!lines.some((line) => Math.abs(line - lineOf(damaged, index)) <= 1)) far++;
        }
      }
      assert.ok(told > 0, 'no damage was told');
      assert.ok(found / told < 1.5, `${(found / told).toFixed(2)} problems for one damage`);
      assert.ok(far / told < 0.1, `${far} of ${told} are told far away`);
    });
  }
}
