/**
 * The selectors of a document: those of step outputs and the `PropertySelector` of API steps, read and followed once for
 * all rules.
 */

import type { DeclaredOutput, Step } from '../kinds/steps.ts';
import type { Subject } from '../rules/rule.ts';
import { get, type ScalarNode } from '../syntax/node.ts';
import { type ApiCall, apiCalls, isTagged } from './calls.ts';
import { type Selected, select } from './select.ts';
import { readSelector, type Selector } from './selector.ts';

export interface WrittenSelector {
  node: ScalarNode;
  selector: Selector;
  step: Step;
  /** The output it is of; undefined for a `PropertySelector`. */
  output: DeclaredOutput | undefined;
  call: ApiCall | undefined;
  /** What it finds in the answer of the call, where that is known. */
  selected: Selected | undefined;
}

const kept = new WeakMap<Subject, WrittenSelector[]>();

/** Every selector of the document. */
export function selectorsOf(subject: Subject): readonly WrittenSelector[] {
  let found = kept.get(subject);
  if (found === undefined) {
    const calls = new Map(apiCalls(subject).map((call) => [call.step, call]));
    found = subject.view.all.flatMap((step) => readStep(step, calls.get(step)));
    kept.set(subject, found);
  }
  return found;
}

function readStep(step: Step, call: ApiCall | undefined): WrittenSelector[] {
  const outputs = step.outputs.flatMap((output) => read(get(output.node, 'Selector'), step, output, call));
  return [...outputs, ...(call ? read(get(step.inputs, 'PropertySelector'), step, undefined, call) : [])];
}

function read(
  node: ReturnType<typeof get>,
  step: Step,
  output: DeclaredOutput | undefined,
  call: ApiCall | undefined,
): WrittenSelector[] {
  if (node?.type !== 'scalar' || node.value === null || node.unknown || isTagged(node)) return [];
  // A token that a build puts a value in for may be any part of a path.
  if (/\$\{|%%/.test(node.text)) return [];
  const selector = readSelector(node.text);
  const model = call?.model;
  const name = call?.operation?.modelled ? call.operation.name : undefined;
  const sound = !selector.faults.some(({ grave }) => grave);
  const selected = model && name && sound ? select(model, `>${name}`, selector.segments) : undefined;
  return [{ node, selector, step, output, call, selected }];
}
