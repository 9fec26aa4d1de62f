/** A branch without a Default: when no choice holds, the run falls into the next step of the list. */

import { leavesNothing } from '../exhaustive.ts';
import { entryAdded, fixWith, type Written } from '../insertion.ts';
import type { Step } from '../kinds/steps.ts';
import type { Fix } from '../problem.ts';
import { entryOf, get, isOpen, resolve, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'missing-default',
  severity: 'warning',
  summary: 'A branch has no Default, and the step behind it is one of its own targets.',
  kinds: ['automation', 'change-template'],
  check({ view, flows, symbols, written }, report) {
    for (const step of view.all) {
      if (
        step.action !== 'aws:branch' ||
        step.actionNode === undefined ||
        entryOf(step.inputs, 'Default') !== undefined
      )
        continue;
      const choices = entryOf(step.inputs, 'Choices');
      const end = get(step.node, 'isEnd');
      if (
        choices === undefined ||
        entryOf(step.node, 'nextStep') !== undefined ||
        textOf(end)?.toLowerCase() === 'true' ||
        // What a template fills in may leave nothing over.
        isOpen(end) ||
        isOpen(choices.value)
      )
        continue;
      if (leavesNothing(step, symbols.parameters)) continue;
      const following = step.siblings[step.siblings.indexOf(step) + 1];
      const edges = flows.find(({ steps }) => steps.includes(step))?.out(step) ?? [];
      const target = edges.some(({ kind, to }) => kind === 'choice' && to !== undefined && to === following);
      const where =
        following === undefined
          ? 'the run ends'
          : `the run goes on with "${following.name}", the next step of the list`;
      // Falling into the next step is often meant; into one of the branches, hardly ever.
      report(choices.key, `There is no "Default": when no choice holds, ${where}`, {
        severity: target ? 'warning' : 'information',
        ...spoken(step, following, written),
      });
    }
  },
};

/** Says what happens now anyway, so that it can be read, and changed. */
function spoken(step: Step, following: Step | undefined, written: Written): { fixes?: Fix[] } {
  if (following === undefined)
    return fixWith('Add "isEnd: true"', entryAdded(written, step.node, 'isEnd', true), { safe: true });
  const inputs = resolve(step.inputs);
  if (following.name === undefined || inputs?.type !== 'map') return {};
  const edits = entryAdded(written, inputs, 'Default', following.name, entryOf(inputs, 'Choices'));
  return fixWith(`Add "Default: ${following.name}", which it is now`, edits, { safe: true });
}
