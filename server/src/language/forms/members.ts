/** The members of a rule or remediation as the target has them: their names, their types, their values. */

import { definition } from '../catalogue.ts';
import { type Data, dataOf, isRefusal, type Refusal } from '../refactor/data.ts';
import type { Schema } from '../schema.ts';
import type { MapNode } from '../syntax/node.ts';
import { fitted } from './fit.ts';
import { settled } from './functions.ts';
import { withInputs } from './inputs.ts';
import type { Passage } from './passage.ts';
import type { ConfigForm, SubjectKind } from './subject.ts';

const shapes: Record<SubjectKind, { api: string; template: string }> = {
  rule: { api: 'rule', template: 'templateRule' },
  'organization-rule': { api: 'orgRule', template: 'templateOrgRule' },
  remediation: { api: 'remediation', template: 'templateRemediation' },
};

const called: Record<ConfigForm, string> = {
  api: 'a request for the API',
  template: 'a CloudFormation template',
  pack: 'a conformance pack',
};

/** The members of what a node holds; for the API without functions. */
export function membersOf(passage: Passage, what: SubjectKind, node: MapNode): Map<string, Data> | Refusal {
  const { subject, to, scope } = passage;
  const read = dataOf(node, subject.form !== 'api');
  if (isRefusal(read)) return read;
  const known = to === 'api' ? settled(read.data, scope) : { data: read.data, parameters: [] };
  if (isRefusal(known)) return known;
  for (const name of known.parameters) passage.defaults.add(name);
  const members = known.data instanceof Map ? renamed(known.data, to) : new Map<string, Data>();
  if (to !== 'api' && members.delete('Tags')) passage.left.add('Tags');
  const whole = what === 'remediation' ? members : withInputs(members, to);
  if (isRefusal(whole)) return whole;
  const fit = fitted(whole, {
    source: shapeOf(what, subject.form),
    target: shapeOf(what, to),
    strict: to === 'api',
    called: called[to],
  });
  if (isRefusal(fit)) return fit;
  for (const key of fit.left) passage.left.add(key);
  return fit.data instanceof Map ? fit.data : new Map();
}

function shapeOf(what: SubjectKind, form: ConfigForm): Schema {
  return definition(`config.schema.json#${shapes[what][form === 'api' ? 'api' : 'template']}`);
}

const policy = 'OrganizationCustomPolicyRuleMetadata';

/** What CloudFormation calls otherwise than the API. */
function renamed(members: Map<string, Data>, to: ConfigForm): Map<string, Data> {
  const result = new Map(members);
  const metadata = members.get(policy);
  if (metadata instanceof Map)
    result.set(
      policy,
      to === 'api' ? withKey(metadata, 'Runtime', 'PolicyRuntime') : withKey(metadata, 'PolicyRuntime', 'Runtime'),
    );
  const parameters = members.get('Parameters');
  if (to === 'api' && parameters instanceof Map)
    result.set('Parameters', new Map([...parameters].map(([name, value]) => [name, withValues(value)])));
  return result;
}

/** `StaticValue.Value`, which only CloudFormation has, as `Values`. */
function withValues(parameter: Data): Data {
  const fixed = parameter instanceof Map ? parameter.get('StaticValue') : undefined;
  if (!(parameter instanceof Map) || !(fixed instanceof Map) || fixed.has('Values')) return parameter;
  const value = fixed.get('Value');
  if (value === undefined) return parameter;
  const values = new Map([...fixed, ['Value', Array.isArray(value) ? value : [value]] as const]);
  return new Map([...parameter, ['StaticValue', withKey(values, 'Value', 'Values')]]);
}

function withKey(map: ReadonlyMap<string, Data>, from: string, into: string): Map<string, Data> {
  return new Map([...map].map(([key, value]) => [key === from ? into : key, value]));
}
