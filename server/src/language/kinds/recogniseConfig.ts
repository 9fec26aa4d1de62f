/**
 * Tells what AWS Config calls a document, by keys that only its API, its templates and the RDK have.
 *
 * A template is a pack only if it holds rules and remediations and nothing that a pack does not have; any other template
 * with a Config resource is a CloudFormation template, and only its Config resources are looked at.
 */

import { nearest } from '../nearest.ts';
import { entriesOf, get, itemsOf, type ListNode, type MapNode, type Node, resolve, textOf } from '../syntax/node.ts';
import type { Recognised } from './recognise.ts';

/** A cheap test on the text: false means that nothing of Config is in it. */
export function mayBeConfig(text: string): boolean {
  return /AWS::Config::|RuleName|RuleIdentifier|ConfigRule|RemediationConfigurations|SSM_DOCUMENT|ConformancePackName|SourceIdentifier|OptionalParameters/.test(
    text,
  );
}

const prefix = 'AWS::Config::';
const packTypes = ['AWS::Config::ConfigRule', 'AWS::Config::RemediationConfiguration'];
const packNames = packTypes.map((type) => type.slice(prefix.length));
const packSections = new Set(['Parameters', 'Conditions', 'Resources', 'Description', 'Metadata']);
const rdkKeys = [
  'SourceRuntime',
  'CodeKey',
  'SourceEvents',
  'SourcePeriodic',
  'SourceIdentifier',
  'OptionalParameters',
];
const requestKeys = [
  'TemplateS3Uri',
  'TemplateBody',
  'TemplateSSMDocumentDetails',
  'DeliveryS3Bucket',
  'ConformancePackInputParameters',
];

/** What a map is to AWS Config; undefined when it is nothing. */
export function recogniseConfig(map: MapNode): Recognised | undefined {
  const has = (key: string): boolean => get(map, key) !== undefined;
  if (has('Resources')) return template(map);
  if (get(map, 'ConfigRule')?.type === 'map' && isRule(get(map, 'ConfigRule') as MapNode))
    return found('config-rule', 'it has a ConfigRule');
  if (itemsOf(get(map, 'RemediationConfigurations')).length > 0)
    return found('remediation', 'it lists RemediationConfigurations');
  if (textOf(get(map, 'TargetType')) === 'SSM_DOCUMENT' || (has('ConfigRuleName') && has('TargetId')))
    return found('remediation', 'it has the target of a remediation');
  if (
    has('OrganizationConfigRuleName') ||
    has('OrganizationManagedRuleMetadata') ||
    has('OrganizationCustomRuleMetadata') ||
    has('OrganizationCustomPolicyRuleMetadata')
  )
    return has('OrganizationConfigRuleArn')
      ? undefined
      : found('organization-config-rule', 'it is an organization rule');
  if (has('ConformancePackName') || has('OrganizationConformancePackName')) {
    const described = has('ConformancePackArn') || has('OrganizationConformancePackArn') || has('ConformancePackId');
    return !described && requestKeys.some(has)
      ? found('conformance-pack-request', 'it names a conformance pack and its template')
      : undefined;
  }
  const parameters = get(map, 'Parameters');
  if (parameters?.type === 'map') {
    const keys = rdkKeys.filter((key) => parameters.entries.some((entry) => entry.key.text === key));
    if (keys.length >= (get(parameters, 'RuleName') === undefined ? 3 : 1))
      return found('rdk-rule', 'its Parameters are those of the Rule Development Kit');
  }
  return isRule(map) ? found('config-rule', 'it has the Source of a Config rule') : undefined;
}

/** A list of remediations, as the command line takes it for PutRemediationConfigurations. */
export function recogniseList(list: ListNode): Recognised | undefined {
  const isRemediation = (map: Node | undefined): boolean =>
    map?.type === 'map' &&
    get(map, 'RemediationConfigurations') === undefined &&
    recogniseConfig(map)?.kind === 'remediation';
  return list.items.length > 0 && list.items.every((item) => isRemediation(resolve(item)))
    ? found('remediation', 'it lists remediations')
    : undefined;
}

function isRule(map: MapNode): boolean {
  const source = get(map, 'Source');
  const owner = textOf(get(source, 'Owner'));
  if (/^(?:AWS|CUSTOM_LAMBDA|CUSTOM_POLICY)$/.test(owner ?? '')) return true;
  const named = get(map, 'ConfigRuleName') !== undefined;
  return (
    (named && (source !== undefined || ['InputParameters', 'Scope'].some((key) => get(map, key) !== undefined))) ||
    (source?.type === 'map' && (get(source, 'SourceIdentifier') ?? get(source, 'CustomPolicyDetails')) !== undefined)
  );
}

function template(map: MapNode): Recognised | undefined {
  const types = entriesOf(get(map, 'Resources')).map(({ value }) => textOf(get(value, 'Type')));
  if (!types.some((type) => type?.startsWith(prefix))) return undefined;
  // A type of Config that does not exist is a slip in one that does.
  const ofPack = types.every(
    (type) =>
      // One that is being typed is not known yet.
      type === undefined ||
      type === '' ||
      (type.startsWith(prefix) && nearest(type.slice(prefix.length), packNames) !== undefined),
  );
  return ofPack && map.entries.every(({ key }) => packSections.has(key.text))
    ? found('conformance-pack', 'all its resources are Config rules and remediations')
    : types.some((type) => type !== undefined && checkedTypes.has(type))
      ? found('cloudformation-template', 'it has resources of AWS Config')
      : undefined;
}

const checkedTypes = new Set([
  ...packTypes,
  'AWS::Config::OrganizationConfigRule',
  'AWS::Config::ConformancePack',
  'AWS::Config::OrganizationConformancePack',
  'AWS::Config::StoredQuery',
]);

function found(kind: Recognised['kind'], why: string): Recognised {
  return { kind, reason: `Recognised because ${why}.` };
}
