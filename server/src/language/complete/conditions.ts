/** What the variable of a condition can be compared with: allowed values, values of an enum, truth values. */

import { valuesOf } from '../aws/members.ts';
import { select } from '../aws/select.ts';
import { readSelector } from '../aws/selector.ts';
import { actionNamed } from '../catalogue.ts';
import { wholeExpression } from '../expressions.ts';
import { get, itemsOf, type Node, textOf } from '../syntax/node.ts';
import type { ValuePlace } from './place.ts';
import { modelledCall, type Scene } from './scene.ts';
import type { Written } from './values.ts';

const comparing = /^(?:StringEquals|EqualsIgnoreCase|NumericEquals)$/;

export function conditionItems({ spot }: ValuePlace, scene: Scene): Written[] {
  if (spot.item || spot.map === undefined || !comparing.test(spot.key ?? '')) return [];
  const variable = textOf(get(spot.map, 'Variable'));
  const reference = variable === undefined ? undefined : wholeExpression(variable)?.reference;
  if (reference === undefined) return [];
  const { symbols } = scene.meaning;
  if (reference.form === 'name') {
    const declaration = symbols.parameters.get(reference.name);
    return allowedValues(declaration?.entry.value).map((label) => ({ label, bare: spot.key === 'NumericEquals' }));
  }
  if (reference.form !== 'output') return [];
  const source = symbols.steps.get(reference.step);
  const declared = source?.outputs.find(({ name }) => name === reference.output);
  const fixed = declared === undefined ? actionNamed(source?.action)?.outputs?.[reference.output]?.values : undefined;
  if (fixed !== undefined) return fixed.map((label) => ({ label }));
  const selector = textOf(get(declared?.node, 'Selector'));
  const call = modelledCall(source, scene.lookups);
  if (call === undefined || selector === undefined) return [];
  const found = select(call.model, `>${call.operation}`, readSelector(selector).segments);
  return found.state === 'found' ? (valuesOf(call.model, found.type) ?? []).map((label) => ({ label })) : [];
}

/** The allowedValues of a parameter, as text. */
export function allowedValues(parameter: Node | undefined): string[] {
  return itemsOf(get(parameter, 'allowedValues')).flatMap((value) => textOf(value) ?? []);
}
