/** Types and defaults of parameters and variables, by what their other keys and their uses allow. */

import { isLiteral } from '../declared.ts';
import { wholeExpression } from '../expressions.ts';
import { entryOf, get, itemsOf, type MapNode, resolve } from '../syntax/node.ts';
import { fitOf, inputType, literalFit, namedType, referenceType, updatedVariable, type ValueType } from '../types.ts';
import { allowedValues } from './conditions.ts';
import type { ValuePlace } from './place.ts';
import type { Scene } from './scene.ts';
import { spotOf } from './spot.ts';
import type { Written } from './values.ts';

/** The section a declaration stands in. */
function sectionOf(map: MapNode | undefined, { part }: Scene): 'parameters' | 'variables' | undefined {
  if (map === undefined) return undefined;
  const above = spotOf(map, part.root);
  const section = above.map === undefined ? undefined : spotOf(above.map, part.root);
  if (section?.map !== part.root) return undefined;
  return section.key === 'parameters' || section.key === 'variables' ? section.key : undefined;
}

/** Defaults: the allowed values, or the truth values. */
export function parameterItems({ spot }: ValuePlace, scene: Scene): Written[] {
  const { map, key } = spot;
  if (key !== 'default' || sectionOf(map, scene) === undefined) return [];
  const type = namedType(textTypeOf(map));
  const bare = type === 'Boolean' || type === 'Integer';
  const list = type === 'StringList' || type === 'MapList' || type === 'StringMap';
  // A list begins with its items, and a map with its keys.
  if (list && !(type === 'StringList' && spot.item)) return [];
  const allowed = allowedValues(map);
  if (allowed.length > 0) return allowed.map((label) => ({ label, bare }));
  return type === 'Boolean' ? ['true', 'false'].map((label) => ({ label, bare })) : [];
}

function textTypeOf(map: MapNode | undefined): string | undefined {
  const type = get(map, 'type');
  return type?.type === 'scalar' ? type.text : undefined;
}

/** True for a type that goes with the default, the allowed values and all uses of a declaration. */
export function typeFits(type: string, map: MapNode | undefined, scene: Scene): boolean {
  const section = sectionOf(map, scene);
  if (section === undefined || map === undefined) return true;
  const named = namedType(type);
  const command = scene.kind === 'command' || scene.kind === 'session';
  if (command && (named === 'Integer' || named === 'Boolean' || named === 'MapList')) return false;
  const value = entryOf(map, 'default')?.value;
  if (value !== undefined && isLiteral(value) && literalFit(value, named) !== 'fits') return false;
  const item = named === 'StringList' ? 'String' : named;
  if (itemsOf(get(map, 'allowedValues')).some((each) => isLiteral(each) && literalFit(each, item) === 'never'))
    return false;
  for (const [key, types] of limits) {
    if (entryOf(map, key) !== undefined && !types.includes(named)) return false;
  }
  const name = spotOf(map, scene.part.root).key ?? '';
  if (section === 'variables' && !valuesFit(name, named, scene)) return false;
  return scene.meaning.symbols.uses.every(({ node, expression: { reference }, step, whole, path, place }) => {
    if ((reference.form !== 'name' && reference.form !== 'variable') || reference.name !== name) return true;
    if (place === 'role') return named === 'String';
    if (!whole) return named === 'String' || named === 'Integer' || named === 'Boolean';
    const [key] = path;
    if (step === undefined || key === undefined || node.parent !== resolve(step.inputs)) return true;
    const wanted = inputType(step, key);
    if (scene.kind === 'command' && wanted === 'StringList') return named === 'StringList' || named === 'String';
    return fitOf(named, wanted) === 'fits';
  });
}

const limits: readonly (readonly [string, readonly string[]])[] = [
  ['minChars', ['String']],
  ['maxChars', ['String']],
  ['minItems', ['StringList', 'MapList', 'StringMap']],
  ['maxItems', ['StringList', 'MapList', 'StringMap']],
  ['allowedPattern', ['String', 'StringList']],
  ['interpolationType', ['String']],
];

/** Whether the values that steps give a variable are of a type; nothing is converted. */
function valuesFit(name: string, type: ValueType, { meaning: { view, symbols } }: Scene): boolean {
  return view.all.every(({ action, inputs }) => {
    if (action !== 'aws:updateVariable' || updatedVariable(inputs) !== name) return true;
    const value = get(inputs, 'Value');
    const whole = value?.type === 'scalar' ? wholeExpression(value.text) : undefined;
    const given = whole === undefined ? 'unknown' : referenceType(whole.reference, symbols);
    if (whole !== undefined) return given === 'unknown' || given === type;
    return value === undefined || !isLiteral(value) || literalFit(value, type) === 'fits';
  });
}
