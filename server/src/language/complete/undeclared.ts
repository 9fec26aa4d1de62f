/** Names that a document uses and does not declare yet: the first thing one wants to declare. */

import { reachable } from '../flow.ts';
import { jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import type { Meaning } from '../meaning.ts';
import { outputsOf, type Symbols } from '../symbols.ts';
import { get, itemsOf, type Node, textOf } from '../syntax/node.ts';

export function undeclared(
  what: 'parameters' | 'variables',
  { uses, parameters, variables, steps }: Symbols,
): string[] {
  const names = uses.flatMap(({ expression: { reference } }) => {
    if (what === 'variables') return reference.form === 'variable' ? [reference.name] : [];
    return reference.form === 'name' && !variables.has(reference.name) && !steps.has(reference.name)
      ? [reference.name]
      : [];
  });
  const known = what === 'parameters' ? parameters : variables;
  return [...new Set(names)].filter((name) => /^[A-Za-z]\w*$/.test(name) && !known.has(name));
}

/** Names of steps that jumps and references of other steps mean and no step has, and that a step may take. */
export function undeclaredNames(self: Step | undefined, { view, symbols, flows }: Meaning, root: Node): string[] {
  const others = view.all.filter((step) => step !== self);
  const jumping = others.map((step) => ({ step, targets: jumpsOf(step).map(({ target }) => target) }));
  const read = readIn(symbols, root);
  const flow = flows.find(({ steps }) => self !== undefined && steps.includes(self));
  const behind = flow === undefined || self === undefined ? new Set<Step>() : reachable(flow, [self]);
  const outputs = new Set((self === undefined ? [] : outputsOf(self)).map(({ name }) => name));
  const names = new Set([...jumping.flatMap(({ targets }) => targets), ...read.map(({ step }) => step)]);
  return [...names].filter(
    (name) =>
      /^\w+$/.test(name) &&
      (symbols.steps.get(name) ?? self) === self &&
      !jumping.some(({ step, targets }) => targets.includes(name) && behind.has(step)) &&
      (self?.action === undefined || read.every(({ step, output }) => step !== name || outputs.has(output))),
  );
}

/** Names of outputs of a step that are read and that it does not have. */
export function undeclaredOutputs(
  step: string,
  has: (output: string) => boolean,
  symbols: Symbols,
  root: Node,
): string[] {
  const read = readIn(symbols, root).flatMap((each) => (each.step === step ? [each.output] : []));
  // These two are seen in consoles for every action, and need no declaration.
  return [...new Set(read)].filter((name) => !has(name) && !/^Output(?:Payload)?$/.test(name));
}

/** The outputs that references and the outputs of the runbook read. */
function readIn({ uses }: Symbols, root: Node): { step: string; output: string }[] {
  const references = uses.flatMap(({ expression: { reference } }) =>
    reference.form === 'output' ? [{ step: reference.step, output: reference.output }] : [],
  );
  const named = itemsOf(get(root, 'outputs')).flatMap((item) => {
    const [, step, output] = /^([\w-]+)\.([\w-]+)/.exec(textOf(item) ?? '') ?? [];
    return step === undefined || output === undefined ? [] : [{ step, output }];
  });
  return [...references, ...named];
}
