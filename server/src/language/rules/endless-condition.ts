/** A do-while loop whose condition reads nothing that its body changes. */

import { isWithin, type Step } from '../kinds/steps.ts';
import { entryOf, get, isOpen, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'endless-condition',
  severity: 'warning',
  summary: 'The condition of a loop reads nothing that the steps of the loop change.',
  kinds: ['automation'],
  check({ view, symbols }, report) {
    for (const loop of view.all) {
      const condition = loop.action === 'aws:loop' ? entryOf(loop.inputs, 'LoopCondition') : undefined;
      if (condition === undefined || loop.body.length === 0 || isOpen(condition.value)) continue;
      // A count that only the run knows makes it a loop of so many passes, or of none.
      if (textOf(get(loop.inputs, 'MaxIterations'))?.includes('{{')) continue;
      const inside = ({ start, end }: { start: number; end: number }): boolean =>
        start >= condition.value.start && end <= condition.value.end;
      const read = symbols.uses.filter(({ range }) => inside(range));
      const changes = read.some(({ expression }) => {
        const { reference } = expression;
        if (reference.form === 'output')
          return reference.step === loop.name || isWithin(symbols.steps.get(reference.step), loop);
        if (reference.form === 'name' || reference.form === 'variable') {
          // A name that is not declared is told as such.
          const declared = symbols.variables.has(reference.name) || symbols.parameters.has(reference.name);
          return !declared || updates(loop, reference.name);
        }
        return reference.form !== 'system' || reference.name.startsWith('DATE');
      });
      if (!changes)
        report(
          condition.key,
          'The condition reads nothing that the steps of this loop change, so it never stops holding',
        );
    }
  },
};

/** True when a step of the body gives the variable another value. */
function updates(loop: Step, variable: string): boolean {
  return loop.body.some(
    (step) =>
      // Whether the name is written as it must be, another rule says.
      (step.action === 'aws:updateVariable' &&
        textOf(get(step.inputs, 'Name'))
          ?.match(/[\w-]+/g)
          ?.at(-1) === variable) ||
      updates(step, variable),
  );
}
