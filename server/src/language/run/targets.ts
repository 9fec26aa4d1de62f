/** Targets of runbooks: the parameter that takes them. */

import type { CalledDocument } from '../lookups.ts';

const resourceType = /^(?:List<)?AWS::[\w:]+>?$/;
const named = /^(?:InstanceIds?|NodeIds?|ResourceIds?)$/i;

/**
 * The parameter that most likely takes each target: of the type of a resource or named after one; else the only one that
 * is required. Roles are no targets.
 */
export function targetParameterOf({ parameters }: CalledDocument): string | undefined {
  const all = Object.entries(parameters).filter(([name]) => name !== 'AutomationAssumeRole');
  const required = all.filter(([, { required }]) => required);
  const likely = ([name, { type }]: (typeof all)[number]): boolean =>
    named.test(name) || (resourceType.test(type) && !type.includes('AWS::IAM::Role'));
  const found = required.find(likely) ?? all.find(likely) ?? (required.length === 1 ? required[0] : undefined);
  return found?.[0];
}
