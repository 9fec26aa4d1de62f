/**
 * Calls of other documents: which document each names, and which of its parameters.
 *
 * Checks, links, the call hierarchy and the index of a workspace read the same list. A name that a reference or a template
 * fills in is no call that can be followed, and is left out.
 */

import { plainText } from './aws/calls.ts';
import type { Part } from './document.ts';
import type { Step } from './kinds/steps.ts';
import { meaningOf } from './meaning.ts';
import type { Range } from './problem.ts';
import { entryOf, get, itemsOf, type Node, resolve, type ScalarNode, textOf } from './syntax/node.ts';
import { sourceOffset } from './syntax/scalar.ts';

export interface Call {
  /** The step that calls; undefined for a change template, which lists runbooks, and for a run file. */
  step: Step | undefined;
  /** The kind of document that can be called here; undefined for a call through the API. */
  kind: 'automation' | 'command' | undefined;
  /** Where the document is named. */
  node: ScalarNode;
  /** Its name, without what an ARN has before it. */
  name: string;
  /** The name alone. */
  place: Range;
  /** What its parameters are given. */
  parameters: Node | undefined;
  /** The service fills in one of the parameters, for each target. */
  filled: boolean;
  /** Where that parameter is named. */
  target?: Node | undefined;
}

/** A parameter of the called document where a call names it. */
export interface NamedParameter extends Range {
  name: string;
  node: ScalarNode;
}

const known = new WeakMap<Node, readonly Call[]>();

/** All calls of a part, in source order. */
export function callsOf(part: Part): readonly Call[] {
  let calls = known.get(part.root);
  if (calls === undefined) {
    const steps = meaningOf(part).view.all.flatMap((step) => callOf(step) ?? []);
    calls = (part.kind === 'run' ? ran(part.root) : [...steps, ...listed(part.root)]).sort(
      (a, b) => a.place.start - b.place.start,
    );
    known.set(part.root, calls);
  }
  return calls;
}

/** The call that a step makes, if it makes one. */
export function callOf(step: Step): Call | undefined {
  const { action, inputs } = step;
  const call = (kind: Call['kind'], key: string, parameters: string, filled = false): Call | undefined => {
    const named = nameIn(entryOf(inputs, key)?.value);
    return named && { step, kind, ...named, parameters: entryOf(inputs, parameters)?.value, filled };
  };
  switch (action) {
    case 'aws:runCommand':
      return call('command', 'DocumentName', 'Parameters');
    case 'aws:executeAutomation': {
      const filled = ['TargetParameterName', 'TargetMaps'].some((key) => get(inputs, key) !== undefined);
      return call('automation', 'DocumentName', 'RuntimeParameters', filled);
    }
    case 'aws:runDocument':
      return textOf(get(inputs, 'documentType')) === 'SSMDocument'
        ? call('command', 'documentPath', 'documentParameters')
        : undefined;
    case 'aws:executeAwsApi': {
      const api = /^(?:Start(?:AutomationExecution|ChangeRequestExecution)|SendCommand)$/i;
      const asked = textOf(get(inputs, 'Api'))?.replaceAll('_', '') ?? '';
      return textOf(get(inputs, 'Service'))?.toLowerCase() === 'ssm' && api.test(asked)
        ? call(undefined, 'DocumentName', 'Parameters', true)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The runbooks that a change template may run. */
function listed(root: Node): Call[] {
  return itemsOf(get(root, 'executableRunBooks')).flatMap((item) => {
    const named = nameIn(entryOf(item, 'name')?.value);
    return named ? [{ step: undefined, kind: 'automation', ...named, parameters: undefined, filled: true }] : [];
  });
}

/** The document that a run file runs. */
function ran(root: Node): Call[] {
  const named = nameIn(entryOf(root, 'run')?.value);
  const target = entryOf(get(root, 'targets'), 'parameter')?.value;
  const parameters = entryOf(root, 'parameters')?.value;
  return named ? [{ step: undefined, kind: undefined, ...named, parameters, filled: true, target }] : [];
}

function nameIn(value: Node | undefined): Pick<Call, 'node' | 'name' | 'place'> | undefined {
  const node = plainText(value);
  if (node === undefined) return undefined;
  const before = /^arn:[\w-]+:ssm:.*:(?:document|automation-definition)\//.exec(node.text)?.[0].length ?? 0;
  // Behind the name an ARN of a definition may have a version.
  const name = before > 0 ? node.text.slice(before).replace(/:[^:]*$/, '') : node.text;
  const start = sourceOffset(node, before);
  return { node, name, place: { start, end: Math.min(node.end, start + name.length) } };
}

/** The parameters that a call names: keys of its map of parameters, and the one that takes the targets. */
export function namedParameters({ step, parameters, target: given }: Call): NamedParameter[] {
  const map = resolve(parameters);
  const keys = map?.type === 'map' ? map.entries.filter(({ merged }) => !merged).map(({ key }) => key) : [];
  const target = plainText(given ?? entryOf(step?.inputs, 'TargetParameterName')?.value);
  const nodes = target === undefined ? keys : [...keys, target];
  return nodes.flatMap((node) => (node.text.includes('{{') ? [] : [{ name: node.text, node, ...nameRange(node) }]));
}

/** A name without the quotes around it. */
export function nameRange(node: ScalarNode): Range {
  const start = sourceOffset(node, 0);
  return { start, end: Math.min(node.end, Math.max(start, sourceOffset(node, node.text.length))) };
}
