/** Names of the document itself as values: steps that a jump may lead to, variables, outputs. */

import { outputsOf } from '../symbols.ts';
import { get, itemsOf, resolve, textOf } from '../syntax/node.ts';
import { literalFit, namedType } from '../types.ts';
import { targetsOf } from './jumps.ts';
import type { ValuePlace } from './place.ts';
import type { Scene } from './scene.ts';
import { undeclaredNames, undeclaredOutputs } from './undeclared.ts';
import type { Written } from './values.ts';

export function stepItems(place: ValuePlace, { step, meaning, ...rest }: Scene, prefix: string): Written[] {
  const key = place.spot.key ?? '';
  if (step === undefined) return [];
  if (key === 'name') {
    return undeclaredNames(step, meaning, rest.part.root).map((label) => ({
      label,
      kind: 'step',
      detail: 'used, not there yet',
    }));
  }
  return targetsOf(step, key, { step, meaning, ...rest }).map((target): Written => {
    const name = target.name ?? '';
    const description = textOf(get(target.node, 'description'));
    const item: Written = { label: prefix + name, kind: 'step', detail: target.action ?? '' };
    return description === undefined ? item : { ...item, documentation: () => description };
  });
}

export function variableItems({ step, meaning }: Scene): Written[] {
  const value = get(step?.inputs, 'Value');
  return [...meaning.symbols.variables].flatMap(([name, { type }]): Written[] => {
    const fits = value === undefined || literalFit(value, namedType(type)) === 'fits';
    return fits ? [{ label: `variable:${name}`, kind: 'reference', detail: type ?? '' }] : [];
  });
}

/** Outputs of the runbook: `step.output`, each once. */
export function outputItems({ spot, range }: ValuePlace, { meaning }: Scene): Written[] {
  const list = resolve(get(spot.map, spot.key ?? ''));
  const given = new Set(itemsOf(list).flatMap((item) => (item.start === range.start ? [] : (textOf(item) ?? []))));
  return meaning.view.all.flatMap((step) =>
    step.name === undefined
      ? []
      : outputsOf(step).flatMap(({ name, type }): Written[] => {
          const label = `${step.name}.${name}`;
          return given.has(label) || !/^[\w-]+$/.test(name) ? [] : [{ label, kind: 'reference', detail: type ?? '' }];
        }),
  );
}

/** Names of outputs that something reads and the step does not declare. */
export function outputNames({ range }: ValuePlace, { step, meaning, part }: Scene): Written[] {
  if (step?.name === undefined) return [];
  const others = new Set(
    outputsOf(step).flatMap(({ name, nameNode }) => (nameNode?.start === range.start ? [] : [name])),
  );
  const read = undeclaredOutputs(step.name, (name) => others.has(name), meaning.symbols, part.root);
  return read.map((label) => ({ label, detail: 'read by another step' }));
}
