/** A jump or a reference to a step that does not exist. */

import { jumpsOf } from '../jumps.ts';
import { hint, nearest } from '../nearest.ts';
import { isLostStep } from '../symbols.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-step',
  severity: 'error',
  summary: 'A jump or a reference names a step that does not exist.',
  kinds: ['automation', 'change-template'],
  check({ view, symbols, known }, report) {
    if (!known('mainSteps')) return;
    const { steps, uses, parameters } = symbols;
    for (const step of view.all) {
      for (const { target, place, unknown } of jumpsOf(step)) {
        if (steps.has(target) || unknown || isLostStep(target, view)) continue;
        const names = step.siblings.flatMap(({ name }) => (name === undefined || name === step.name ? [] : [name]));
        report(
          place,
          `"${target}" names no step${hint(target.trim(), names)}`,
          changeFix(place, nearest(target.trim(), names)),
        );
      }
    }
    for (const { expression, body, place, step } of uses) {
      const { reference } = expression;
      if (reference.form !== 'output' || place === 'script' || place === 'key' || steps.has(reference.step)) continue;
      // `{{ Parameter.key }}` reaches into a parameter: undocumented, but no step is meant.
      if (parameters.has(reference.step) || isLostStep(reference.step, view)) continue;
      const names = [...steps.keys()].filter((name) => name !== step?.name);
      const written = { start: body.start, end: Math.min(body.end, body.start + reference.step.length) };
      const guess = nearest(reference.step, names);
      report(written, `"${reference.step}" names no step${hint(reference.step, names)}`, changeFix(written, guess));
    }
  },
};
