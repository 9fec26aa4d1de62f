/** A condition whose operator is for another type than its variable has. */

import { wholeExpression } from '../expressions.ts';
import { conditionsOf } from '../jumps.ts';
import { entriesOf, get } from '../syntax/node.ts';
import { referenceType, typeDeclaration, typeWords, type ValueType } from '../types.ts';
import type { Rule } from './rule.ts';

const wanted: ReadonlyMap<string, ValueType> = new Map([
  ...['StringEquals', 'EqualsIgnoreCase', 'StartsWith', 'EndsWith'].map((name) => [name, 'String'] as const),
  ...['NumericEquals', 'NumericGreater', 'NumericLesser', 'NumericGreaterOrEquals', 'NumericLesserOrEquals'].map(
    (name) => [name, 'Integer'] as const,
  ),
  ['BooleanEquals', 'Boolean'],
]);
const advice: Partial<Record<ValueType, string>> = {
  String: '"StringEquals"',
  Integer: '"NumericEquals"',
  Boolean: '"BooleanEquals"',
};

export const rule: Rule = {
  id: 'condition-type',
  severity: 'warning',
  summary: 'The variable of a condition is not of the type that its operator compares.',
  kinds: ['automation', 'change-template'],
  check({ view, symbols }, report) {
    for (const step of view.all) {
      for (const condition of conditionsOf(step)) {
        const variable = get(condition, 'Variable');
        const reference = variable?.type === 'scalar' ? wholeExpression(variable.text)?.reference : undefined;
        if (reference === undefined) continue;
        // What actions yield is typed by the guide, not by the document; what a loop runs over is typed by its items.
        if (
          reference.form === 'output' &&
          !symbols.steps.get(reference.step)?.outputs.some(({ name }) => name === reference.output)
        )
          continue;
        const given = referenceType(reference, symbols);
        if (given === 'unknown') continue;
        for (const { key } of entriesOf(condition)) {
          const type = wanted.get(key.text);
          if (type === undefined || type === given) continue;
          const other = advice[given];
          report(
            key,
            `"${key.text}" compares ${type === 'String' ? 'texts' : type === 'Integer' ? 'numbers' : 'true or false'}, and the variable is ${typeWords(given)}${other === undefined ? '' : `; ${reference.form === 'output' ? `declare the output as ${type}, or use ${other}` : `use ${other}`}`}`,
            { related: typeDeclaration(reference, symbols) },
          );
        }
      }
    }
  },
};
