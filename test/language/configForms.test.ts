/**
 * Rewriting between the forms of AWS Config. `test/forms` holds documents with a cursor, and as `.out` all that is offered
 * there. Over all documents at hand: what is not refused is recognised, makes no problem that was not there, and means the
 * same as before, by a reader that is not ours, and when it is written back.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  type ConfigForm,
  check,
  type Document,
  isRefusal,
  parse,
  type Rewriting,
  type Rewritten,
  rewritings,
} from '../../server/src/language/index.ts';
import { configOf } from '../../server/src/language/kinds/config.ts';
import { dataOf, documentsAtHand, longFunctions } from '../corpus.ts';
import { golden, managed, mark } from '../helpers.ts';

type Format = 'yaml' | 'json';

for (const name of readdirSync('test/forms').filter((each) => !each.endsWith('.out')))
  test(name, () => {
    const { text, cursors } = mark(readFileSync(`test/forms/${name}`, 'utf8'));
    const format = name.endsWith('.json') ? 'json' : 'yaml';
    const document = parse(text, { format });
    const offered = rewritings(document, cursors[0] ?? assert.fail('a case marks the cursor: <|>'));
    golden(`test/forms/${name}.out`, offered.map(printed).join(''));
    holds(name, text, format, document);
  });

function printed({ title, result }: Rewriting): string {
  if (isRefusal(result)) return `==== ${title}\nrefused: ${result.refused}\n`;
  return `==== ${title}\n${result.lost === undefined ? '' : `told: ${result.lost}\n`}${result.text}`;
}

test('every rule and remediation at hand means the same in each form that it is not refused', (t) => {
  const counts = new Map<string, number>();
  for (const { name, text, format, document } of documentsAtHand())
    if (/ConfigRule|SSM_DOCUMENT/.test(text))
      for (const reason of holds(name, text, format, document)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) t.diagnostic(`${count} ${reason}`);
  assert.ok((counts.get('made') ?? 0) > 20);
});

/** One rule or remediation. */
interface Place {
  offset: number;
  /** Its logical id; in a request its position among others. */
  id: string | number;
  form: ConfigForm;
}

function placesIn(document: Document): Place[] {
  return document.parts.flatMap((part) => {
    if (part.embedded) return [];
    const { rules, remediations } = configOf(document, part);
    const form =
      part.kind === 'conformance-pack' ? 'pack' : part.kind === 'cloudformation-template' ? 'template' : 'api';
    return [rules, remediations].flatMap((all) =>
      all.map(({ node, resource }, index) => ({
        offset: resource?.entry.key.start ?? node.start,
        id: resource?.name ?? index,
        form,
      })),
    );
  });
}

const expected: Record<ConfigForm, RegExp> = {
  api: /^(?:config-rule|organization-config-rule|remediation)$/,
  template: /^cloudformation-template$/,
  pack: /^conformance-pack$/,
};

/** Rewrites all of a document, and gives what came of each: "made", or the reason why not. */
function holds(name: string, text: string, format: Format, document: Document): string[] {
  if (document.parts.length > 1) return [];
  const before = problemsOf(document);
  // Readers differ about which of two equal keys counts.
  if (before.has('duplicate-key')) return [];
  return placesIn(document).flatMap((place) =>
    rewritings(document, place.offset).map(({ form, result }) => {
      if (isRefusal(result)) return result.refused.replace(/"[^"]*"/g, '"…"');
      const where = `${name}, ${place.id} as ${form}:\n${result.text}`;
      sound(result, form, before, where);
      same({ text, format, place }, result, where);
      return 'made';
    }),
  );
}

function problemsOf(document: Document): Set<string> {
  const grave = check(document, { lookups: { config: managed } }).filter(({ severity }) =>
    /error|warning/.test(severity),
  );
  return new Set(grave.map(({ rule }) => rule));
}

function sound(result: Rewritten, form: ConfigForm, before: ReadonlySet<string>, where: string): void {
  const document = parse(result.text, { format: result.format });
  assert.match(document.parts.map(({ kind }) => kind).join(), expected[form], where);
  for (const rule of problemsOf(document)) {
    // Told to the author: the entry is for a pack that has its rule.
    if (rule === 'remediation-rule' && result.lost?.includes('has to stand in the same pack')) continue;
    // A default that no allowed value is goes unnoticed where a condition stands before it.
    if (rule === 'input-parameter-value' && result.lost?.includes('written out')) continue;
    assert.ok(before.has(rule), `${rule}: ${where}`);
  }
}

function same(
  { text, format, place }: { text: string; format: Format; place: Place },
  result: Rewritten,
  where: string,
): void {
  const there = parse(result.text, { format: result.format });
  const found = placesIn(there).at(-1) ?? assert.fail(where);
  const told = /written out|called after/.test(result.lost ?? '');
  const [own, other] = [meaning(text, format, place), meaning(result.text, result.format, found)];
  // With defaults put in, it is compared with what the way back gives.
  if (!told) assert.deepEqual(other, own, where);
  const back = rewritings(there, found.offset).find((each) => each.form === place.form)?.result;
  assert.ok(back && !isRefusal(back), `${JSON.stringify(back)} ${where}`);
  const last = placesIn(parse(back.text, { format: back.format })).at(-1) ?? assert.fail(where);
  assert.deepEqual(meaning(back.text, back.format, last), other, where);
}

type Plain = { [key: string]: unknown };

/** A pack has a hundred rules, and is read once. */
const readers = new Map<string, unknown>();

/** The members of a rule or remediation in a spelling that all forms share, read by js-yaml. */
function meaning(text: string, format: Format, { id, form }: Place): unknown {
  const data = readers.get(text) ?? longFunctions(dataOf(text, format));
  if (text.length > 4000) readers.clear();
  readers.set(text, data);
  const root = (Array.isArray(data) ? data[0] : data) as Plain;
  if (form !== 'api') {
    const resources = root.Resources as Record<string, { Properties: Plain }>;
    const properties = shared(resources[id]?.Properties) as Plain;
    // By its logical id a remediation means the name of the rule.
    const named = (properties.ConfigRuleName as Plain | undefined)?.Ref;
    const rule = typeof named === 'string' ? resources[named]?.Properties : undefined;
    return rule === undefined ? properties : { ...properties, ConfigRuleName: shared(rule.ConfigRuleName) };
  }
  return shared(root.ConfigRule ?? (root.RemediationConfigurations as unknown[])?.[Number(id)] ?? root);
}

const serviceOnly = /^(?:Tags|Arn|CreatedBy\w*|ConfigRule(?:Arn|Id|State)|ServicePrincipals|RuleEvaluationVisibility)$/;

function shared(value: unknown, key = ''): unknown {
  if (key === 'InputParameters' && typeof value === 'string') return shared(JSON.parse(value));
  if (Array.isArray(value)) return value.map((each) => shared(each));
  if (typeof value !== 'object' || value === null) return key === 'Value' ? [String(value)] : String(value);
  const entries = Object.entries(value).filter(([name]) => !serviceOnly.test(name));
  return Object.fromEntries(entries.map(([name, each]) => [names[name] ?? name, shared(each, name)]));
}

const names: Record<string, string> = { Runtime: 'PolicyRuntime', Value: 'Values' };
