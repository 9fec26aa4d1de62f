/** A new value of a variable that is not of its type, or beyond its size; nothing is converted. */

import { isLiteral } from '../declared.ts';
import { wholeExpression } from '../expressions.ts';
import { type Entry, entryOf, resolve } from '../syntax/node.ts';
import { literalFit, namedType, referenceType, typeWords, updatedVariable, type ValueType } from '../types.ts';
import type { Report, Rule, Subject } from './rule.ts';

export const rule: Rule = {
  id: 'variable-value',
  severity: 'error',
  mayWarn: true,
  summary: 'The value given to a variable is not of its type, or larger than a variable may be.',
  kinds: ['automation'],
  check({ view, symbols }, report) {
    for (const { action, inputs } of view.all) {
      const name = action === 'aws:updateVariable' ? updatedVariable(inputs) : undefined;
      const variable = name === undefined ? undefined : symbols.variables.get(name);
      const entry = entryOf(inputs, 'Value');
      if (variable === undefined || entry === undefined) continue;
      checkValue(entry, namedType(variable.type), variable.name, symbols, report);
    }
  },
};

function checkValue(entry: Entry, type: ValueType, name: string, symbols: Subject['symbols'], report: Report): void {
  const value = resolve(entry.value);
  if (value === undefined || type === 'unknown') return;
  const place = value.type === 'scalar' && value === entry.value && !value.text.includes('\n') ? value : entry.key;
  const head = `Variable "${name}" is ${type === 'Integer' ? 'an' : 'a'} ${type}, and nothing is converted`;
  const whole = value.type === 'scalar' ? wholeExpression(value.text) : undefined;
  if (whole !== undefined) {
    const { reference } = whole;
    const given = referenceType(reference, symbols);
    // Of the outputs that actions always have, lists are often of one item and do for text.
    const fixed =
      reference.form === 'output' &&
      !symbols.steps.get(reference.step)?.outputs.some((each) => each.name === reference.output);
    if (given !== 'unknown' && given !== type && !fixed)
      report(place, `${head}: "${whole.body}" is ${typeWords(given)}`, {
        severity: type === 'String' ? 'warning' : 'error',
      });
    return;
  }
  if (!isLiteral(value)) return;
  const fits = literalFit(value, type);
  if (fits !== 'fits') {
    report(place, `${head}: the value has to be ${typeWords(type)}`, {
      severity: fits === 'loose' ? 'warning' : 'error',
    });
    return;
  }
  const limit = beyond(value);
  if (limit !== undefined) report(place, limit, { severity: 'warning' });
}

/** What the guide's limits say against a value. */
function beyond(value: NonNullable<ReturnType<typeof resolve>>): string | undefined {
  if (value.type === 'scalar') {
    if (typeof value.value !== 'string' || (value.text.length >= 1 && value.text.length <= 512)) return undefined;
    return value.text === ''
      ? 'A variable is said to take text of 1 to 512 characters, so no empty one'
      : `A variable takes text of 1 to 512 characters; this has ${value.text.length}`;
  }
  if (value.type === 'list') {
    const maps = value.items.some((item) => resolve(item)?.type === 'map');
    const most = maps ? 200 : 50;
    return value.items.length > most
      ? `A variable takes at most ${most} items; this has ${value.items.length}`
      : undefined;
  }
  const odd = value.entries.find(({ key }) => key.text.length < 1 || key.text.length > 50);
  return odd === undefined ? undefined : 'The keys of a variable have 1 to 50 characters';
}
