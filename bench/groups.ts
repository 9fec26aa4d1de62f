/**
 * Which rules the time of a check goes to: the share of each group, on the documents of the corpus and on one of 60 KB.
 *
 * Every rule is timed where the check calls it, so that the clock is on the bill too. What is worked out once and kept, such
 * as the graph of a runbook or the tree of a script, is on the bill of the rule that asks for it first.
 */

import { check, type Lookups, parse } from '../server/src/language/index.ts';
import { rules } from '../server/src/language/rules/index.ts';
import { digits, table } from './tables.ts';

export interface GroupRow {
  group: string;
  rules: number;
  /** Milliseconds for all texts. */
  time: number;
}

interface Text {
  text: string;
  format: 'yaml' | 'json';
}

/** The first that a rule's id fits. */
const groups: [name: string, ids: RegExp][] = [
  ['security', /^injection|secret|insecure|script-download|role|unanchored/],
  ['AWS API', /^(?:api|selector)-|called-document|child-output/],
  ['scripts', /script|handler|shell|powershell|payload|runtime|attachment/],
  ['flow', /step|jump|loop|end-and-next|unset-output|cancel|missing-default|condition|hidden-failure/],
  ['references', /unknown|unused|own-output|runbook-output|reference|expression|braces|literal-variable|store-place/],
  ['parameters and types', /default|allowed|type|pattern|parameter|variable|list-in-text|env-var|limit/],
  ['AWS Config', /rule|remediation|pack|managed|resource|frequency|trigger|scope/],
];

/** How long each part of a check takes for these texts, one after the other, after a pass that only warms up. */
export function measureGroups(texts: readonly Text[], lookups: Lookups): GroupRow[] {
  const times = new Map<string, number>();
  const originals = rules.map((rule) => rule.check);
  for (const rule of rules) {
    const own = rule.check;
    rule.check = (subject, report) => {
      const start = performance.now();
      own.call(rule, subject, report);
      times.set(rule.id, (times.get(rule.id) ?? 0) + performance.now() - start);
    };
  }
  try {
    for (const { text, format } of texts) check(parse(text, { format }), { lookups });
    times.clear();
    let [reading, all] = [0, 0];
    for (const { text, format } of texts) {
      const start = performance.now();
      const document = parse(text, { format });
      const read = performance.now();
      check(document, { lookups });
      reading += read - start;
      all += performance.now() - read;
    }
    const inRules = [...times.values()].reduce((sum, time) => sum + time, 0);
    return [
      { group: 'text to tree', rules: 0, time: reading },
      { group: 'shape, symbols, silencing', rules: 0, time: Math.max(0, all - inRules) },
      ...groupRows(times),
    ];
  } finally {
    rules.forEach((rule, i) => {
      rule.check = originals[i] ?? rule.check;
    });
  }
}

function groupRows(times: ReadonlyMap<string, number>): GroupRow[] {
  const rows = new Map<string, GroupRow>(
    [...groups.map(([name]) => name), 'values'].map((group) => [group, { group, rules: 0, time: 0 }]),
  );
  for (const { id } of rules) {
    const row = rows.get(groups.find(([, ids]) => ids.test(id))?.[0] ?? 'values');
    if (row === undefined) continue;
    row.rules++;
    row.time += times.get(id) ?? 0;
  }
  return [...rows.values()];
}

/** The share of each group in the whole of reading and checking. */
export function groupTable(columns: Record<string, GroupRow[]>): string {
  const [first = []] = Object.values(columns);
  const totals = Object.values(columns).map((rows) => rows.reduce((sum, { time }) => sum + time, 0));
  return table(
    ['part of a check', 'rules', ...Object.keys(columns).flatMap((name) => [`${name} ms`, 'share'])],
    first.map(({ group, rules: count }, at) => [
      group,
      count === 0 ? '' : String(count),
      ...Object.values(columns).flatMap((rows, column) => {
        const time = rows[at]?.time ?? NaN;
        return [digits(time), `${((time / (totals[column] ?? NaN)) * 100).toFixed(1)} %`];
      }),
    ]),
  );
}
