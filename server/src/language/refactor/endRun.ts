/** `isEnd: true` on the last step, where the run ends anyway: it says so, and stays true when steps are added below. */

import { entryAdded } from '../insertion.ts';
import { entryOf } from '../syntax/node.ts';
import { type Refactoring, type Selection, touches } from './refactoring.ts';

export function endRun({ document, part, view, range }: Selection): Refactoring[] {
  if (part.kind !== 'automation' || part.escaped) return [];
  const step = view.all.findLast(({ node }) => touches(node, range));
  if (step?.name === undefined || step.siblings.at(-1) !== step || step.action === 'aws:branch') return [];
  if (['isEnd', 'nextStep'].some((key) => entryOf(step.node, key) !== undefined)) return [];
  const edits = entryAdded({ text: document.text, format: part.format }, step.node, 'isEnd', true);
  if (edits === undefined) return [];
  return [
    {
      title: `End the ${step.loop === undefined ? 'run' : 'pass'} after "${step.name}" (isEnd)`,
      kind: 'refactor.rewrite',
      edits,
    },
  ];
}
