/**
 * Words an editor shows between those of the text: what is true, and neither written nor obvious.
 *
 * A reader of a runbook knows that steps follow each other. What surprises is a branch that no choice decides, and a step
 * that runs on into one which others jump to, as into the handler of their failures.
 */

import { nameRange } from '../calls.ts';
import { actionNamed } from '../catalogue.ts';
import type { Document, Part } from '../document.ts';
import type { Edge } from '../flow.ts';
import { jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';
import { get, itemsOf, resolve, textOf } from '../syntax/node.ts';
import { outputType, referenceType } from '../types.ts';

export type HintKind = 'outputTypes' | 'parameterDefaults' | 'nextStep';

export interface Hint {
  kind: HintKind;
  at: number;
  text: string;
  tooltip: string;
}

const longestDefault = 30;

/** The hints of a stretch of a document, of the kinds that are wanted. */
export function hints(document: Document, within: Range, wanted: (kind: HintKind) => boolean): Hint[] {
  const found: Hint[] = [];
  for (const part of document.parts) {
    if (part.kind === undefined) continue;
    if (wanted('outputTypes')) found.push(...types(part));
    if (wanted('parameterDefaults')) found.push(...defaults(part));
    if (wanted('nextStep')) found.push(...nexts(part));
  }
  return found.filter(({ at }) => within.start <= at && at <= within.end).sort((a, b) => a.at - b.at);
}

/** Types of outputs that stand without one: where a step declares them, and where the runbook lists them. */
function types(part: Part): Hint[] {
  const { view, symbols } = meaningOf(part);
  const hint = (at: number, type: string, tooltip: string): Hint => ({
    kind: 'outputTypes',
    at,
    text: `: ${type}`,
    tooltip,
  });
  const declared = view.all.flatMap((step) =>
    step.outputs.flatMap(({ nameNode, type }) =>
      type === undefined ? [hint(nameNode.end, 'String', 'An output without "Type" is a String.')] : [],
    ),
  );
  const listed = itemsOf(get(part.root, 'outputs')).flatMap((item) => {
    const node = resolve(item);
    const [, name = '', output = ''] = /^([\w-]+)\.([\w-]+)$/.exec(textOf(node) ?? '') ?? [];
    const step = symbols.steps.get(name);
    const type = step === undefined ? 'unknown' : outputType(step, output);
    return node === undefined || type === 'unknown'
      ? []
      : [hint(node.end, type, `Type of "${output}", an output of step "${name}"`)];
  });
  return [...declared, ...listed];
}

/** What a parameter is when nobody gives it, behind a reference that is all of a value. */
function defaults(part: Part): Hint[] {
  const { symbols } = meaningOf(part);
  return symbols.uses.flatMap(({ expression, whole, place, node }): Hint[] => {
    const { reference } = expression;
    if (reference.form !== 'name' || !whole || place === 'key' || place === 'parameter-default') return [];
    // A script, or a text over several lines, is no place for a remark on one of its words.
    if (place === 'script' || node.style === 'literal' || node.style === 'folded') return [];
    const value = get(symbols.parameters.get(reference.name)?.entry.value, 'default');
    if (value?.type !== 'scalar' || value.value === null || value.text === '' || value.text.includes('\n')) return [];
    const shown = value.text.length > longestDefault ? `${value.text.slice(0, longestDefault - 1)}…` : value.text;
    const type = referenceType(reference, symbols);
    const tooltip = `Default of parameter "${reference.name}"${type === 'unknown' ? '' : ` (${type})`}: ${value.text}`;
    return [{ kind: 'parameterDefaults', at: node.end, text: `= ${shown}`, tooltip }];
  });
}

/** Where control goes on without a word about it, when that is not simply the order of the list. */
function nexts(part: Part): Hint[] {
  return meaningOf(part).flows.flatMap((flow) =>
    flow.steps.flatMap((step): Hint[] => {
      const { nameNode } = step;
      const edge = flow.out(step).find(({ kind }) => kind === 'next');
      if (nameNode === undefined || edge?.to === undefined) return [];
      const why = reasonToTell(step, edge, flow.edges);
      return why === undefined
        ? []
        : [
            {
              kind: 'nextStep',
              at: nameRange(nameNode).end,
              text: `→ ${edge.to.name ?? edge.to.action}`,
              tooltip: why,
            },
          ];
    }),
  );
}

function reasonToTell(step: Step, { to }: Edge, edges: readonly Edge[]): string | undefined {
  if (step.action === 'aws:branch') return `No "Default": when no choice holds, the run goes on with "${to?.name}".`;
  if (actionNamed(step.action) === undefined || jumpsOf(step).some(({ key }) => key === 'nextStep')) return undefined;
  const jumper = edges.find(
    (each) => each.to === to && each.from !== step && each.kind !== 'next' && each.kind !== 'continue',
  );
  return (
    jumper &&
    `Without "nextStep" or "isEnd" the run goes on with "${to?.name}", to which "${jumper.from.name}" jumps, too.`
  );
}
