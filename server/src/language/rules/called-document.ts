/** A call of another document that does not fit it: a parameter it does not have, one it needs, a value it refuses. */

import { callOf } from '../calls.ts';
import type { CalledDocument } from '../lookups.ts';
import { hint, listed, nearest } from '../nearest.ts';
import { entriesOf, itemsOf, type Node, resolve, type ScalarNode, textOf } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Report, Rule } from './rule.ts';

export const rule: Rule = {
  id: 'called-document',
  severity: 'warning',
  summary: 'A call of another document does not fit its kind or its parameters.',
  kinds: ['automation', 'command'],
  check({ view, lookups, part }, report) {
    for (const step of view.all) {
      const call = callOf(step);
      // A whole ARN may name a document of another account.
      if (call?.kind === undefined || call.filled || call.name !== call.node.text) continue;
      const { node: name } = call;
      if (step.action === 'aws:executeAutomation' && part.name?.tag === undefined && name.text === textOf(part.name))
        report(name, 'This runbook starts itself; runs within runs stop at the fifth level');
      const document = lookups.document?.(name.text);
      if (document === undefined) continue;
      if (document.kind !== call.kind) {
        const [is, wants] =
          call.kind === 'command'
            ? ['an Automation runbook', 'Command documents']
            : ['a Command document', 'Automation runbooks'];
        report(name, `"${name.text}" is ${is}; ${step.action} runs ${wants}`);
      } else checkCall(document, name, call.parameters, report);
    }
  },
};

/** Documents whose parameters the guide lists, and which have not changed in years. */
const settled = new Set(['AWS-RunShellScript', 'AWS-RunPowerShellScript']);

function checkCall(
  { parameters, published }: CalledDocument,
  name: ScalarNode,
  given: Node | undefined,
  report: Report,
): void {
  const map = resolve(given);
  // A reference, or JSON text, gives parameters that are not known here.
  if (map !== undefined && map.type !== 'map') return;
  const names = Object.keys(parameters);
  const entries = entriesOf(map);
  const meant = new Set<string>();
  for (const { key, value } of entries) {
    if (key.text.includes('{{')) return;
    const parameter = Object.hasOwn(parameters, key.text) ? parameters[key.text] : undefined;
    if (parameter === undefined) {
      // A version published since may have it; a name that is nearly one it has is a slip all the same.
      const guess = nearest(key.text, names);
      if (guess !== undefined) meant.add(guess);
      const open = published && guess === undefined && !settled.has(name.text);
      const severity = open ? 'information' : 'warning';
      report(key, `"${name.text}" has no parameter "${key.text}"${hint(key.text, names)}`, {
        severity,
        ...replaceWith(key, guess),
      });
    } else if (parameter.allowed !== undefined) checkAllowed(value, parameter.allowed, key.text, report);
  }
  const missing = names.filter(
    (each) => parameters[each]?.required && !meant.has(each) && !entries.some(({ key }) => key.text === each),
  );
  if (missing.length > 0 && !entries.some(({ merged }) => merged))
    report(
      name,
      `"${name.text}" needs ${missing.map((each) => `"${each}"`).join(' and ')}, which ${missing.length === 1 ? 'is' : 'are'} not given`,
    );
}

function checkAllowed(value: Node, allowed: readonly string[], key: string, report: Report): void {
  const node = resolve(value);
  for (const item of node?.type === 'list' ? itemsOf(node) : [value]) {
    const scalar = resolve(item);
    if (
      scalar?.type !== 'scalar' ||
      scalar.value === null ||
      scalar.text.includes('{{') ||
      allowed.includes(scalar.text)
    )
      continue;
    // YAML's true and the text "True" are told apart nowhere in sight.
    if (allowed.some((each) => each.toLowerCase() === scalar.text.toLowerCase())) continue;
    report(scalar, `"${key}" takes ${listed(allowed)}, not "${scalar.text}"`);
  }
}
