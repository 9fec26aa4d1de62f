/** A member that a request needs and does not have, at any depth. */

import { apiCalls } from '../aws/calls.ts';
import { type Member, valuesOf } from '../aws/members.ts';
import type { ServiceModel, TypeCode } from '../aws/model.ts';
import { requestFaults } from '../aws/request.ts';
import { entryAdded, fixWith, type Plain, type Written } from '../insertion.ts';
import type { Fix } from '../problem.ts';
import { type MapNode, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-required',
  severity: 'warning',
  summary: 'A member that the request of an API step needs is missing.',
  kinds: ['automation'],
  check(subject, report) {
    // What could not be read may hold the member.
    if (!subject.known('mainSteps')) return;
    for (const call of apiCalls(subject)) {
      for (const { about, place, message, missing } of requestFaults(call)) {
        if (about !== 'required' || missing === undefined) continue;
        const map = missing.map ?? resolve(call.step.inputs);
        report(place, message, map?.type === 'map' ? adding(subject.written, { ...missing, map }) : {});
      }
    }
  },
};

/** Puts the members in with values of their types; nothing where one is a structure of its own. */
function adding(
  written: Written,
  { map, members, model }: { map: MapNode; members: readonly Member[]; model: ServiceModel },
): { fixes?: Fix[] } {
  const edits = members.flatMap(({ name, type }) => {
    const value = valueFor(type, model);
    return value === undefined ? [] : (entryAdded(written, map, name, value) ?? []);
  });
  const [first] = edits;
  // What an empty pair of braces becomes can be put in only once.
  const apart = edits.every(({ start, end }) => start === end) || edits.length === 1;
  if (first === undefined || edits.length < members.length || !apart) return {};
  const names = members.map(({ name }) => `"${name}"`).join(' and ');
  return fixWith(`Add ${names}`, [{ ...first, text: edits.map(({ text }) => text).join('') }]);
}

function valueFor(type: TypeCode, model: ServiceModel): Plain | undefined {
  const [sign] = type;
  if (sign === 's') return '';
  if (sign === 'n') return 1;
  if (sign === 'b') return false;
  if (sign === 'e') return valuesOf(model, type)?.[0];
  return sign === '[' && /^\[[se]/.test(type) ? [''] : undefined;
}
