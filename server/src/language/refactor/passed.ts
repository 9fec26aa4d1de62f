/** What steps in a row read from outside of them, and what is read of them afterwards. */

import { isWithin, type Step } from '../kinds/steps.ts';
import { wayAround } from '../paths.ts';
import type { Use } from '../symbols.ts';
import type { Edit } from '../syntax/edits.ts';
import { get, itemsOf, textOf } from '../syntax/node.ts';
import { fitOf, inputType, namedType, outputType, updatedVariable, type ValueType } from '../types.ts';
import { type Data, dataOf, isRefusal, type Refusal } from './data.ts';
import { capitalName, freeName, type Selection } from './refactoring.ts';
import { writeJson } from './write.ts';

export interface Passed {
  /** Parameters that the new runbook needs, and what each is given. */
  parameters: Map<string, { declaration: Data; argument: string }>;
  /** References to be renamed inside the steps. */
  renames: Edit[];
}

/** The parameters for all that is read from outside; `uses` are those in the steps and in the role. */
export function passedTo(
  selection: Selection,
  uses: readonly Use[],
  { first, inside }: { first: Step; inside: (step: Step | undefined) => boolean },
): Passed | Refusal {
  const { symbols } = selection;
  const passed: Passed = { parameters: new Map(), renames: [] };
  const named = new Map<string, string>();

  const pass = (use: Use, wanted: string, type: string | undefined): Refusal | undefined => {
    const { body } = use.expression;
    if (use.place === 'key') return { refused: `"{{ ${body} }}" stands in a key` };
    if (namedType(type) === 'unknown' || type === undefined)
      return { refused: `What "{{ ${body} }}" is, text or list or map, is not known; a parameter needs its type` };
    // The service makes text of a list of one item where it is an output; of a parameter nobody says so.
    if (fitOf(namedType(type), wantedBy(use)) !== 'fits')
      return { refused: `"{{ ${body} }}" is a list that is read as something else; a parameter has to fit` };
    const name =
      named.get(body) ?? freeName(wanted, (each) => symbols.parameters.has(each) || passed.parameters.has(each));
    named.set(body, name);
    passed.parameters.set(name, {
      declaration: new Map([
        ['type', type],
        ['description', `(Required) ${body} of the caller.`],
      ]),
      argument: body,
    });
    if (body !== name) passed.renames.push({ ...use.body, text: name });
    return undefined;
  };

  for (const use of uses) {
    const { reference, body } = use.expression;
    const refusal = ((): Refusal | undefined => {
      switch (reference.form) {
        case 'name': {
          const parameter = symbols.parameters.get(reference.name);
          if (parameter === undefined) return { refused: `"{{ ${body} }}" is declared nowhere` };
          if (use.place === 'key') return { refused: `"{{ ${body} }}" stands in a key` };
          const read = dataOf(parameter.entry.value);
          if (isRefusal(read)) return read;
          const declaration = withoutReferences(read.data);
          passed.parameters.set(reference.name, { declaration, argument: reference.name });
          return undefined;
        }
        case 'output': {
          const source = symbols.steps.get(reference.step);
          if (source === undefined) return { refused: `"{{ ${body} }}" reads a step that is not there` };
          if (inside(source)) return undefined;
          if (mayBeUnset(selection, source, first, use.step))
            return {
              refused: `"${source.name}" may not have run yet when the new runbook is called, which needs "${body}"`,
            };
          if (reference.rest !== '') return { refused: `"{{ ${body} }}" reads a part of an output` };
          const long = capitalName(`${reference.step} ${reference.output}`);
          // A parameter has 50 letters at most.
          const name = long.length > 48 ? capitalName(reference.output).slice(0, 48) : long;
          return pass(use, name, outputType(source, reference.output));
        }
        case 'variable':
          return pass(use, capitalName(reference.name).slice(0, 48), symbols.variables.get(reference.name)?.type);
        case 'system':
          // Dates and accounts are the same for a child; its own id is not.
          return reference.space === 'automation'
            ? { refused: `"{{ ${body} }}" would be the id of another run` }
            : undefined;
        default:
          return undefined;
      }
    })();
    if (refusal !== undefined) return refusal;
  }
  return passed;
}

/** True when an output that is read where it is sure to be there would be read earlier, where it is not. */
function mayBeUnset({ flows: [flow] }: Selection, source: Step, first: Step, reader: Step | undefined): boolean {
  if (flow === undefined || reader === undefined) return true;
  const at = wayAround(flow, mainStep(source), first);
  return at !== undefined && (at !== 'failure' || wayAround(flow, mainStep(source), mainStep(reader)) !== 'failure');
}

function mainStep(step: Step): Step {
  return step.loop === undefined ? step : mainStep(step.loop);
}

/** A declaration whose default, if it has one, stands for itself. */
function withoutReferences(declaration: Data): Data {
  if (!(declaration instanceof Map) || !writeJson(declaration.get('default') ?? '').includes('{{')) return declaration;
  return new Map([...declaration].filter(([key]) => key !== 'default'));
}

/** The type that the place of a reference wants, when the reference is all that stands there. */
function wantedBy({ node, whole, step, path }: Use): ValueType {
  const [key = ''] = path;
  return whole && step !== undefined && get(step.inputs, key) === node ? inputType(step, key) : 'unknown';
}

/** What has to come back: the output, and where it is read. */
export interface HandedBack {
  output: string | undefined;
  uses: Use[];
}

/** The one output that is read after the steps. */
export function handedBack(
  { symbols, root, view }: Selection,
  inside: (step: Step | undefined) => boolean,
): HandedBack | Refusal {
  const changing = view.all.find((step) => inside(step) && updatedVariable(step.inputs) !== undefined);
  if (changing !== undefined)
    return {
      refused: `"${changing.name}" changes the variable "${updatedVariable(changing.inputs)}", which a child cannot`,
    };
  for (const item of itemsOf(get(root, 'outputs'))) {
    const text = textOf(item) ?? '';
    if (inside(symbols.steps.get(text.split('.', 1)[0] ?? '')))
      return { refused: `"${text}" is an output of the runbook; its name would change for those who read it` };
  }
  const uses = symbols.uses.filter(({ expression: { reference }, step }) => {
    return reference.form === 'output' && !inside(step) && inside(symbols.steps.get(reference.step));
  });
  const outputs = new Set(uses.map(({ expression }) => expression.body));
  const [output, second] = outputs;
  if (second !== undefined)
    return {
      refused: `"${output}" and "${second}" are read afterwards, and a child gives all its outputs back as one list`,
    };
  const single = uses.find((use) => !takesList(use));
  if (single !== undefined)
    return {
      refused: `"${single.step?.name ?? 'the runbook'}" reads "${output}" as a value of its own, and a child gives its outputs back as a list`,
    };
  return { output, uses };
}

/** True where a list of one item does as well as the item: as an item of a list, or where a list is wanted. */
function takesList(use: Use): boolean {
  const { node, whole, step, path, place } = use;
  if (!whole || place !== 'input' || step === undefined || path.includes('InputPayload') || path.includes('Variable'))
    return false;
  if (node.parent?.type === 'list') return true;
  return wantedBy(use) === 'StringList';
}

/** Tells whether a step is one of some, or stands in the body of one. */
export function insideOf(steps: readonly Step[]): (step: Step | undefined) => boolean {
  return (step) => step !== undefined && steps.some((each) => each === step || isWithin(step, each));
}
