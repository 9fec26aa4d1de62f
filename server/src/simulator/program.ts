/**
 * A runbook made ready to run: its parameters, variables and steps as plain values, each step with its place in the text and
 * in the flow graph.
 *
 * Compiling reads the tree once and never fails on a document; what is missing shows when the run comes to it.
 */

import type { Part } from '../language/document.ts';
import type { Flow } from '../language/flow.ts';
import type { Declaration, Step } from '../language/kinds/steps.ts';
import { meaningOf } from '../language/meaning.ts';
import { get, itemsOf, textOf } from '../language/syntax/node.ts';
import { isMap, type Json, type JsonMap, plainOf } from './json.ts';

export interface Program {
  parameters: ReadonlyMap<string, Declared>;
  variables: ReadonlyMap<string, Declared>;
  steps: readonly ProgramStep[];
  /** `step.Output` references, as the document lists them. */
  outputs: readonly string[];
  assumeRole: string | undefined;
  /** Why it cannot be run at all; undefined for nearly every document. */
  fault: string | undefined;
}

/** A parameter or variable. */
export interface Declared {
  name: string;
  type: string;
  default: Json | undefined;
  allowedValues: readonly Json[] | undefined;
  allowedPattern: string | undefined;
  /** `minChars`, `maxChars`, `minItems` and `maxItems`, where they are given. */
  limits: Readonly<Record<string, number>>;
}

export interface DeclaredOutput {
  name: string;
  selector: string | undefined;
  type: string;
}

export interface ProgramStep {
  /** The step in the document: its places, and its key in the flow graph. */
  source: Step;
  name: string;
  action: string;
  inputs: JsonMap;
  /** Keys of the step itself, references not yet filled in. */
  settings: JsonMap;
  outputs: readonly DeclaredOutput[];
  /** The graph of the list of steps it stands in. */
  flow: Flow;
  /** Steps of the body of a loop. */
  body: readonly ProgramStep[];
}

const settingKeys = ['onFailure', 'onCancel', 'isCritical', 'isEnd', 'maxAttempts', 'timeoutSeconds', 'nextStep'];

/** Makes a part of a document ready to run. */
export function compile(part: Part): Program {
  const { root } = part;
  const { view, flows } = meaningOf(part);
  let tooLarge = false;
  const value = (node: Parameters<typeof plainOf>[0]): Json | undefined => {
    const found = plainOf(node);
    if (node !== undefined && found === undefined) tooLarge = true;
    return found;
  };
  const graphOf = new Map(flows.flatMap((flow) => flow.steps.map((step) => [step, flow] as const)));
  const read = (step: Step): ProgramStep[] => {
    const flow = graphOf.get(step);
    if (flow === undefined) return [];
    const inputs = step.action === 'aws:loop' ? undefined : value(step.inputs);
    return [
      {
        source: step,
        name: step.name ?? `step${step.siblings.indexOf(step) + 1}`,
        action: step.action ?? '',
        inputs: step.action === 'aws:loop' ? loopInputs(step, value) : isMap(inputs) ? inputs : {},
        settings: Object.fromEntries(
          settingKeys.flatMap((key) => {
            const found = value(get(step.node, key));
            return found === undefined || found === null ? [] : [[key, found]];
          }),
        ),
        outputs: step.outputs.map(({ name, type, node }) => ({
          name,
          type: type ?? 'String',
          selector: textOf(get(node, 'Selector')),
        })),
        flow,
        body: step.body.flatMap(read),
      },
    ];
  };
  const program: Program = {
    parameters: declaredIn(view.parameters, value),
    variables: declaredIn(view.variables, value),
    steps: view.steps.flatMap(read),
    outputs: itemsOf(get(root, 'outputs')).flatMap((each) => textOf(each) ?? []),
    assumeRole: textOf(get(root, 'assumeRole')),
    fault: undefined,
  };
  if (tooLarge) program.fault = 'The document is too large to run once its aliases are written out.';
  return program;
}

/** The inputs of a loop but for its steps, which are steps and no value. */
function loopInputs(step: Step, value: (node: Parameters<typeof plainOf>[0]) => Json | undefined): JsonMap {
  return Object.fromEntries(
    ['Iterators', 'IteratorDataType', 'LoopCondition', 'MaxIterations'].flatMap((key) => {
      const found = value(get(step.inputs, key));
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

const limitKeys = ['minChars', 'maxChars', 'minItems', 'maxItems'];

/** The declarations of a document by name. */
export function declaredIn(
  list: readonly Declaration[],
  value: (node: Parameters<typeof plainOf>[0]) => Json | undefined,
): Map<string, Declared> {
  return new Map(
    list.map(({ name, type, entry }) => {
      const allowed = value(get(entry.value, 'allowedValues'));
      const limits = limitKeys.flatMap((key) => {
        const limit = Number(textOf(get(entry.value, key)) ?? Number.NaN);
        return Number.isNaN(limit) ? [] : [[key, limit] as const];
      });
      return [
        name,
        {
          name,
          type: type ?? 'String',
          default: value(get(entry.value, 'default')),
          allowedValues: Array.isArray(allowed) ? allowed : undefined,
          allowedPattern: textOf(get(entry.value, 'allowedPattern')),
          limits: Object.fromEntries(limits),
        },
      ] as const;
    }),
  );
}
