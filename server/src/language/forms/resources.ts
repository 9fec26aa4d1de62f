/** A rule or remediation as a resource in a template of its own, of CloudFormation or of a conformance pack. */

import type { Resource } from '../kinds/template.ts';
import { type Data, isRefusal, type Refusal } from '../refactor/data.ts';
import { capitalName } from '../refactor/refactoring.ts';
import { entryOf, type MapNode } from '../syntax/node.ts';
import { carried } from './carry.ts';
import { dataCall, textIn } from './functions.ts';
import { membersOf } from './members.ts';
import { conditionOf, type Passage } from './passage.ts';
import type { Subject, SubjectKind } from './subject.ts';

const types: Record<SubjectKind, string> = {
  rule: 'AWS::Config::ConfigRule',
  'organization-rule': 'AWS::Config::OrganizationConfigRule',
  remediation: 'AWS::Config::RemediationConfiguration',
};

/** The template; a remediation takes a rule that stands beside it along. */
export function templateOf(passage: Passage): Map<string, Data> | Refusal {
  const { subject, to, scope } = passage;
  const { rule, what, resource, node } = subject;
  // A request can also name a rule that exists by its id; a resource would be another rule.
  if (what === 'rule' && resource === undefined && entryOf(node, 'ConfigRuleName') === undefined)
    return { refused: 'The rule has no ConfigRuleName' };
  const resources = new Map<string, Data>();
  const conditions: string[] = [];
  for (const each of [...(rule === undefined ? [] : [{ ...rule, what: 'rule' as const }]), subject]) {
    const made = resourceOf(passage, each);
    if (isRefusal(made)) return made;
    if (made.condition !== undefined) conditions.push(made.condition);
    resources.set(each.resource?.name ?? logicalId(subject), made.resource);
  }
  noteRest(passage);
  const along = new Set(to === 'pack' ? [] : resources.keys());
  const needed = carried(resources, conditions, scope, along);
  if (isRefusal(needed)) return needed;
  return new Map<string, Data>([
    ...(to === 'template' ? [['AWSTemplateFormatVersion', '2010-09-09'] as const] : []),
    ...(needed.parameters.size > 0 ? [['Parameters', needed.parameters] as const] : []),
    ...(needed.conditions.size > 0 ? [['Conditions', needed.conditions] as const] : []),
    ['Resources', resources],
  ]);
}

interface Source {
  what: SubjectKind;
  node: MapNode;
  resource: Resource | undefined;
}

function resourceOf(
  passage: Passage,
  { what, node, resource }: Source,
): { resource: Data; condition: string | undefined } | Refusal {
  const members = membersOf(passage, what, node);
  if (isRefusal(members)) return members;
  const properties = passage.to === 'pack' && what === 'remediation' ? named(passage, members) : members;
  if (isRefusal(properties)) return properties;
  const attributes = resource === undefined ? { condition: undefined } : conditionOf(resource, passage);
  if (isRefusal(attributes)) return attributes;
  const { condition } = attributes;
  const { rule } = passage.subject;
  const made = new Map<string, Data>([
    ['Type', types[what]],
    ...(condition === undefined ? [] : [['Condition', condition] as const]),
    ...(what === 'remediation' && rule !== undefined ? [['DependsOn', rule.resource.name] as const] : []),
    ['Properties', properties],
  ]);
  return { resource: made, condition };
}

/** In packs a remediation knows its rule by the name alone. */
function named({ scope }: Passage, members: Map<string, Data>): Map<string, Data> | Refusal {
  const call = dataCall(members.get('ConfigRuleName') ?? null);
  const id = call?.name === 'Ref' ? textIn(call.argument) : undefined;
  if (id === undefined || scope.parameters.has(id)) return members;
  const name = scope.names.get(id);
  return name === undefined
    ? { refused: `The rule "${id}" has no ConfigRuleName, by which the remediation would know it in a pack` }
    : new Map([...members, ['ConfigRuleName', name] as const]);
}

function noteRest({ subject: { what, rule, tags, name }, to, left, notes }: Passage): void {
  if (tags !== undefined) left.add('Tags');
  if (what !== 'remediation' || to !== 'pack' || rule !== undefined) return;
  notes.push(`Its rule${name === undefined ? '' : ` "${name}"`} has to stand in the same pack.`);
}

/** `bucket-versioning` as `BucketVersioning`; a request has no ids of its own. */
function logicalId({ what, name }: Subject): string {
  const id = capitalName(name ?? '') || 'ConfigRule';
  return what === 'remediation' ? `${id}Remediation` : id;
}
