/** A rule or remediation as the request that puts it: what the API and `--cli-input-json` take. */

import type { Resource } from '../kinds/template.ts';
import { type Data, isRefusal, type Refusal } from '../refactor/data.ts';
import { conditionHolds } from './functions.ts';
import { membersOf } from './members.ts';
import { conditionOf, type Passage } from './passage.ts';

export function requestOf(passage: Passage): Map<string, Data> | Refusal {
  const { what, node, resource } = passage.subject;
  const members = membersOf(passage, what, node);
  if (isRefusal(members)) return members;
  const refusal = resource && conditionMet(passage, resource);
  if (refusal !== undefined) return refusal;
  if (what === 'organization-rule') return members;
  if (what === 'remediation') return new Map([['RemediationConfigurations', [members]]]);
  if (members.has('ConfigRuleName') || resource === undefined) return new Map([['ConfigRule', members]]);
  // CloudFormation makes a name up; a request needs one.
  passage.notes.push('The rule has no name, and is called after its logical id.');
  return new Map([['ConfigRule', new Map([['ConfigRuleName', resource.name], ...members])]]);
}

/** A request is made in any case, so the condition of the resource has to hold. */
function conditionMet(passage: Passage, resource: Resource): Refusal | undefined {
  const attributes = conditionOf(resource, passage);
  if (isRefusal(attributes)) return attributes;
  const { condition } = attributes;
  if (condition === undefined) return undefined;
  const found = conditionHolds(condition, passage.scope);
  if (isRefusal(found)) return found;
  for (const name of found.parameters) passage.defaults.add(name);
  return found.holds
    ? undefined
    : { refused: `The condition "${condition}" does not hold with the defaults of its parameters` };
}
