/** Whether a key that a schema has may stand beside what is there: no item may lead to a problem. */

import { actionNamed } from '../catalogue.ts';
import { wholeExpression } from '../expressions.ts';
import { kindOf } from '../kinds/index.ts';
import { type Schema, typesOf } from '../schema.ts';
import { runtimeLanguage } from '../scripts/embedded.ts';
import { checkShape } from '../shape.ts';
import { entryOf, get, type MapNode, type ScalarNode, textOf } from '../syntax/node.ts';
import { namedType, referenceType, type ValueType } from '../types.ts';
import { mayEnd } from './jumps.ts';
import { inputPath, type Scene } from './scene.ts';
import type { Spot } from './spot.ts';

export function keyFits(
  key: string,
  inner: Schema,
  schema: Schema,
  map: MapNode | undefined,
  present: ReadonlySet<string>,
  scene: Scene,
): boolean {
  // What the agent reads without effect, and what only AWS is told to write.
  if (inner.agentOnly) return false;
  if ((schema.exclusive ?? []).some((group) => group.includes(key) && group.some((each) => present.has(each))))
    return false;
  if (schema.properties?.Variable !== undefined) return fitsCondition(key, map, present, scene);
  const { step } = scene;
  if (step !== undefined && map === step.node) return fitsStep(key, map, scene);
  if (step !== undefined && scene.path.length === 1 && inputPath(scene) !== undefined)
    return fitsInputs(key, map, scene);
  return schema.properties?.allowedPattern === undefined || fitsParameter(key, map, scene);
}

function fitsStep(key: string, map: MapNode, scene: Scene): boolean {
  const { step } = scene;
  const action = actionNamed(step?.action);
  switch (key) {
    case 'nextStep':
      return textOf(get(map, 'isEnd'))?.toLowerCase() !== 'true';
    case 'isEnd':
      return entryOf(map, 'nextStep') === undefined && (step === undefined || mayEnd(step, scene));
    case 'onCancel':
      return action?.onCancelSupported !== false;
    default:
      return true;
  }
}

function fitsInputs(key: string, map: MapNode | undefined, { step, kind }: Scene): boolean {
  switch (key) {
    case 'Handler':
      return runtimeLanguage(textOf(get(map, 'Runtime'))) !== 'powershell';
    case 'Payload':
      return step?.action !== 'aws:invokeLambdaFunction' || entryOf(map, 'InputPayload') === undefined;
    case 'finallyStep':
      return step === step?.siblings.at(-1);
    case 'EnhancedApprovals':
      return kind === 'change-template';
    case 'Iterators':
    case 'IteratorDataType':
      return entryOf(map, 'LoopCondition') === undefined;
    case 'Attachment':
      return entryOf(map, 'Script') === undefined;
    case 'Script':
      return entryOf(map, 'Attachment') === undefined;
    default:
      return true;
  }
}

const texts = new Set(['StringEquals', 'EqualsIgnoreCase', 'StartsWith', 'EndsWith']);
const joins = new Set(['And', 'Or', 'Not']);

/** A condition has one operator, which fits its variable. */
function fitsCondition(
  key: string,
  map: MapNode | undefined,
  present: ReadonlySet<string>,
  { meaning }: Scene,
): boolean {
  if (key === 'NextStep') return true;
  const operators = [...present].filter((each) => each !== 'NextStep' && each !== 'Variable');
  if (key === 'Variable') return !operators.some((each) => joins.has(each));
  if (operators.length > 0) return false;
  if (joins.has(key)) return !present.has('Variable');
  const reference = wholeExpression(textOf(get(map, 'Variable')) ?? '')?.reference;
  const type = reference === undefined ? 'unknown' : referenceType(reference, meaning.symbols);
  return operatorFits(key, type);
}

/** Whether an operator compares values of a type; what is not known may be anything. */
export function operatorFits(operator: string, type: ValueType): boolean {
  if (type === 'unknown') return true;
  if (operator === 'Contains') return type === 'String' || type === 'StringList';
  if (texts.has(operator)) return type === 'String';
  return operator === 'BooleanEquals' ? type === 'Boolean' : type === 'Integer';
}

/** Limits that mean something for the type of the parameter. */
function fitsParameter(key: string, map: MapNode | undefined, { part }: Scene): boolean {
  const type = namedType(textOf(get(map, 'type')));
  const list = type === 'StringList' || type === 'MapList';
  switch (key) {
    case 'interpolationType': {
      const version = textOf(get(part.root, 'schemaVersion'));
      return version === '2.2' && (type === 'String' || type === 'unknown');
    }
    case 'minChars':
    case 'maxChars':
      return type === 'String' || type === 'unknown';
    case 'minItems':
    case 'maxItems':
      return list || type === 'StringMap' || type === 'unknown';
    case 'allowedPattern':
      return type === 'String' || type === 'StringList' || type === 'unknown';
    default:
      return true;
  }
}

/** True for a schema of a map. */
export function isMapLike(schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  return typesOf(schema)[0] === 'object' || schema.properties !== undefined;
}

/** Where the shape of the whole document hangs on a value, whether what is there has the shape that goes with it. */
export function fitsRoot(value: string, { map, key }: Pick<Spot, 'map' | 'key'>, { part, document }: Scene): boolean {
  const { root } = part;
  const schema = part.kind === undefined ? {} : kindOf(part.kind).schema(root);
  const { choose } = schema;
  if (map === undefined || map !== root || choose?.by !== key || choose?.from !== 'own') return true;
  const { start, end } = root;
  const node = { type: 'scalar', start, end, parent: map, text: value, value, style: 'plain', missing: false } as const;
  const chosen: ScalarNode = { ...node, places: undefined };
  const others = map.entries.filter((entry) => entry.key.text !== key);
  const entries = [...others, { key: { ...chosen, text: key ?? '' }, value: chosen }];
  const written = { text: document.text, format: part.format };
  return checkShape({ ...map, entries }, schema, written, () => false).length === 0;
}
