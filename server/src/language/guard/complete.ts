/**
 * What may be typed in a policy: types of resources, properties segment by segment, variables, rules, operators, functions.
 *
 * The place is told from the text before the cursor, which is unfinished by nature; what it stands in, from the tree of the
 * text without the line that is being typed.
 */

import type { Completion } from '../complete.ts';
import type { Part } from '../document.ts';
import type { Lookups } from '../lookups.ts';
import type { Range } from '../problem.ts';
import { declarationText } from './hover.ts';
import { namesOf } from './names.ts';
import { parsePolicy } from './parse.ts';
import { type Policy, policyOf } from './policy.ts';
import { type Properties, type Property, propertiesOf, propertyDetail, propertyNamed } from './properties.ts';
import { eachQuery } from './types.ts';
import { functionTexts, keywordTexts, operatorTexts, unaryOperators } from './words.ts';

interface Scene {
  policy: Policy;
  part: Part;
  lookups: Lookups;
  /** The offset in the policy. */
  at: number;
  /** The line before the cursor. */
  line: string;
}

type Item = Pick<Completion, 'label' | 'kind'> & Partial<Completion>;

export function policyCompletions(part: Part, offset: number, lookups: Lookups): Completion[] {
  const policy = policyOf(part.root);
  const at = policy.inside(offset);
  const line = policy.text.slice(policy.text.lastIndexOf('\n', at - 1) + 1, at);
  if (policy.comments.some(({ start, end }) => start < at && at <= end)) return [];
  const scene: Scene = { policy, part, lookups, at, line };
  const quoted = openQuote(line);
  if (quoted !== undefined) return typeItems(scene, quoted, offset);
  const typed = /%?[\w]*$/.exec(line)?.[0] ?? '';
  const before = line.slice(0, line.length - typed.length);
  const range = { start: offset - typed.length, end: offset };
  if (typed.startsWith('%')) return finish(variableItems(scene), range);
  if (/[\w)\]*'"]\s*\.$/.test(before)) return finish(propertyItems(scene, before), range);
  if (/[A-Za-z0-9_:]*::$/.test(before)) return blockTypeItems(scene, offset);
  if (/^\s*(?:rule|let)\s+$/.test(before)) return [];
  if (/(?:==|!=|>=|<=|[<>=]|\b(?:in|IN))\s*$/.test(before) || /[(,]\s*$/.test(before))
    return finish([...variableItems(scene), ...valueItems(scene, before)], range);
  const head = before.replace(/(?:\b(?:not|NOT)\s+|!)$/, '');
  if (/[\w*'"\]]\s+$/.test(head) && !endsInKeyword(head)) return finish(operatorItems(before), range);
  return finish(startItems(scene), range);
}

/** The quoted text that the cursor is in, as far as it is typed. */
function openQuote(line: string): string | undefined {
  let quote = '';
  let from = 0;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] ?? '';
    if (quote === '' && sign === '#') return undefined;
    if (quote === '' && (sign === '"' || sign === "'")) {
      quote = sign;
      from = i + 1;
    } else if (sign === quote && line[i - 1] !== '\\') quote = '';
  }
  return quote === '' ? undefined : line.slice(from);
}

/** Types of resources, where a text is compared with the type of an item, or with that of a resource in a template. */
function typeItems(scene: Scene, typed: string, offset: number): Completion[] {
  const before = scene.line.slice(0, scene.line.length - typed.length - 1);
  const compared =
    /\b(?:resourceType|ResourceType|resource_type|Type)\s*(?:==|!=|(?:not\s+|!)?(?:in|IN)\s*\[[^\]]*)\s*$/.test(before);
  return compared ? finish(types(scene), { start: offset - typed.length, end: offset }) : [];
}

function types({ lookups }: Scene): Item[] {
  const known = lookups.config?.()?.resourceTypes ?? {};
  return Object.entries(known).flatMap(([label, recorded]) => (recorded ? [{ label, kind: 'value' as const }] : []));
}

function blockTypeItems(scene: Scene, offset: number): Completion[] {
  const typed = /[\w:]*$/.exec(scene.line)?.[0] ?? '';
  return finish(types(scene), { start: offset - typed.length, end: offset });
}

/** The tree around the cursor with a stand-in for what is being typed, so that half a clause does not hide its block. */
function standing(
  { policy, at, line }: Scene,
  query: string,
): { types: readonly string[]; path: string[] } | undefined {
  const from = at - line.length;
  const until = policy.text.indexOf('\n', at);
  const rest = policy.text.slice(at, until < 0 ? undefined : until);
  const head = line.slice(0, line.length - query.length);
  const open = head.replace(/[^[]/g, '').length - head.replace(/[^\]]/g, '').length;
  // A filter has to be closed, and needs an operator behind it.
  const closing = `${' ] exists'.repeat(Math.max(0, open))}${rest.replace(/[^}]/g, '')}`;
  const text = `${policy.text.slice(0, from)}${head}${query}_ exists${closing}${until < 0 ? '' : policy.text.slice(until)}`;
  let found: { types: readonly string[]; path: string[] } | undefined;
  const start = from + head.length;
  let innermost = -1;
  eachQuery(parsePolicy(text), (each) => {
    const { types, keys, query: around } = each;
    if (around.start > start || around.end < start || around.start < innermost) return;
    innermost = around.start;
    found = types && keys && { types, path: keys.slice(0, -1).map(({ name }) => name) };
  });
  return found;
}

function propertyItems(scene: Scene, before: string): Item[] {
  const query = /[%\w.*'"\]]*(?:\[[^\]]*\][%\w.*'"\]]*)*\.$/.exec(before)?.[0] ?? '';
  const typed = scene.line.slice(before.length);
  const found = standing(scene, query + typed);
  return found === undefined ? [] : propertiesIn(scene, found.types, found.path);
}

function propertiesIn({ lookups }: Scene, types: readonly string[], path: readonly string[]): Item[] {
  const items = new Map<string, Item>();
  for (const type of types) {
    let at: Property | undefined = propertiesOf(lookups.properties?.(), type);
    for (const name of path) at = typeof at === 'object' ? propertyNamed(at, name) : undefined;
    for (const [label, property] of Object.entries((typeof at === 'object' ? at : {}) as Properties))
      items.set(label, {
        label,
        kind: 'member',
        detail: propertyDetail(property),
        ...(!/^[A-Za-z_]\w*$/.test(label) && { insert: `'${label}'` }),
      });
  }
  return [...items.values()];
}

/** Names as they are without the line that is being typed: it may be what breaks the block around it. */
function visible({ policy, at, line }: Scene): ReturnType<Policy['names']['visibleAt']> {
  if (policy.faults.length === 0) return policy.names.visibleAt(at);
  const from = at - line.length;
  const until = policy.text.indexOf('\n', at);
  const end = until < 0 ? policy.text.length : until;
  const braces = policy.text.slice(from, end).replace(/[^{}]/g, ' ');
  return namesOf(parsePolicy(policy.text.slice(0, from) + braces + policy.text.slice(end))).visibleAt(at);
}

function variableItems(scene: Scene): Item[] {
  return visible(scene)
    .filter(({ kind }) => kind !== 'rule')
    .map((name) => ({
      label: `%${name.declaration.text}`,
      kind: 'reference',
      detail: name.kind === 'parameter' ? 'parameter' : 'variable',
      documentation: () => declarationText(scene.policy, name),
    }));
}

function valueItems({ part, line }: Scene, before: string): Item[] {
  const called = /[(,]\s*$/.test(before) && !/\b(?:in|IN)\s*\[/.test(line);
  const words = called ? [] : ['true', 'false', 'null'];
  // The runtime of Config rules has no functions.
  return [...words.map((label): Item => ({ label, kind: 'value' })), ...(part.embedded ? [] : functionItems())];
}

function functionItems(): Item[] {
  return Object.entries(functionTexts).map(([label, { takes, text }]) => ({
    label,
    kind: 'operation',
    detail: takes,
    documentation: () => text,
    insert: `${label}($1)`,
    snippet: true,
  }));
}

const negatable = [...unaryOperators, 'in'];

function operatorItems(before: string): Item[] {
  const negated = /(?:\b(?:not|NOT)\s+|!)$/.test(before);
  const words = negated ? negatable : [...unaryOperators, ...unaryOperators.slice(0, 2).map((each) => `!${each}`)];
  const symbols = negated ? [] : ['==', '!=', 'in', 'not in', '>', '>=', '<', '<=', 'or', 'when'];
  return [...symbols, ...words].map((label) => ({
    label,
    kind: 'value',
    documentation: () => operatorTexts[label.replace(/^(?:!|not )(?!=)/, '')] ?? keywordTexts[label] ?? '',
  }));
}

/** True where what stands before the blank begins a clause rather than ending a query. */
function endsInKeyword(before: string): boolean {
  return /(?:^|[\s{])(?:when|WHEN|or|OR|not|NOT|some|SOME|let|rule|in|IN|exists|EXISTS|empty|EMPTY|is_\w+|IS_\w+|[{}])\s+$/.test(
    before,
  );
}

function startItems(scene: Scene): Item[] {
  const { policy, at } = scene;
  const typed = /\w*$/.exec(scene.line)?.[0] ?? '';
  const names = visible(scene);
  // Behind `when` stands a condition, also where the rule has no body yet.
  const conditional = /\b(?:when|WHEN)\b/.test(scene.line);
  const top = !conditional && !names.some(({ whole, kind }) => kind === 'rule' && whole.start < at && at < whole.end);
  const found = standing(scene, typed);
  const rules = names
    .filter(({ kind }) => kind === 'rule')
    .map(
      (name): Item => ({
        label: name.declaration.text,
        kind: 'step',
        detail: 'rule',
        documentation: () => declarationText(policy, name),
      }),
    );
  const words = ['let', 'when', 'some', 'not'].map(
    (label): Item => ({
      label,
      kind: 'value',
      insert: `${label} `,
      documentation: () => keywordTexts[label] ?? '',
    }),
  );
  const properties = found === undefined ? (top ? [] : topItems(scene)) : propertiesIn(scene, found.types, found.path);
  return [...(top ? ruleSkeletons() : []), ...properties, ...variableItems(scene), ...rules, ...words];
}

/** Before a type is known, what every configuration item has. */
function topItems({ lookups }: Scene): Item[] {
  return Object.entries(lookups.properties?.()?.base ?? {}).map(([label, property]) => ({
    label,
    kind: 'member',
    detail: propertyDetail(property),
  }));
}

function ruleSkeletons(): Item[] {
  return [
    {
      label: 'rule',
      kind: 'snippet',
      detail: 'rule for one type of resource',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of snippets
      insert: 'rule ${1:name} when resourceType == "${2:AWS::S3::Bucket}" {\n  $0\n}',
      snippet: true,
      documentation: () => keywordTexts.rule ?? '',
    },
  ];
}

function finish(items: readonly Item[], range: Range): Completion[] {
  return items.map((item, index) => ({
    range,
    insert: item.label,
    snippet: false,
    sort: String(index).padStart(4, '0'),
    ...item,
  }));
}
