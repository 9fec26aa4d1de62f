/** The kinds of document: what each is called, and the shape that holds for it. */

import { rootSchema } from '../catalogue.ts';
import type { Schema } from '../schema.ts';
import { get, type Node, resolve, textOf } from '../syntax/node.ts';

export const kindIds = [
  'automation',
  'change-template',
  'command',
  'session',
  'package',
  'cloudformation-wrapper',
  'conformance-pack-wrapper',
  'quick-setup',
  'config-rule',
  'organization-config-rule',
  'conformance-pack',
  'conformance-pack-request',
  'remediation',
  'rdk-rule',
  'cloudformation-template',
  'guard',
  'config-query',
  'run',
] as const;

export type KindId = (typeof kindIds)[number];

export interface Kind {
  id: KindId;
  /** For people, such as "Automation runbook". */
  title: string;
  /** The shape of the whole document. */
  schema(root: Node): Schema;
}

/** Agent-only versions have the shape of 2.0; an unknown version is read as the newest, so that one fault stays one. */
function commandVersion(root: Node): string {
  const version = textOf(get(root, 'schemaVersion')) ?? '2.2';
  if (version.startsWith('1.')) return '1.2';
  return version.startsWith('2.0') ? '2.0' : '2.2';
}

function configSchema(root: string): Schema {
  return rootSchema('config.schema.json', root);
}

const list: Kind[] = [
  { id: 'automation', title: 'Automation runbook', schema: () => rootSchema('automation.schema.json') },
  { id: 'change-template', title: 'Change template', schema: () => rootSchema('change-template.schema.json') },
  {
    id: 'command',
    title: 'Command document',
    schema: (root) => rootSchema('command.schema.json', commandVersion(root)),
  },
  { id: 'session', title: 'Session document', schema: () => rootSchema('session.schema.json') },
  { id: 'package', title: 'Distributor package', schema: () => rootSchema('package.schema.json') },
  {
    id: 'cloudformation-wrapper',
    title: 'CloudFormation template in a document',
    schema: () => rootSchema('wrappers.schema.json', 'CloudFormation'),
  },
  {
    id: 'conformance-pack-wrapper',
    title: 'Conformance pack in a document',
    schema: () => rootSchema('wrappers.schema.json', 'ConformancePackTemplate'),
  },
  { id: 'quick-setup', title: 'Quick Setup document', schema: () => rootSchema('wrappers.schema.json', 'QuickSetup') },
  {
    id: 'config-rule',
    title: 'Config rule',
    schema: (root) => configSchema(get(root, 'ConfigRule') === undefined ? 'ConfigRule' : 'PutConfigRule'),
  },
  {
    id: 'organization-config-rule',
    title: 'Organization Config rule',
    schema: () => configSchema('OrganizationConfigRule'),
  },
  { id: 'conformance-pack', title: 'Conformance pack', schema: () => configSchema('ConformancePack') },
  {
    id: 'conformance-pack-request',
    title: 'Request for a conformance pack',
    schema: (root) =>
      configSchema(
        get(root, 'OrganizationConformancePackName') === undefined
          ? 'ConformancePackRequest'
          : 'OrganizationConformancePackRequest',
      ),
  },
  {
    id: 'remediation',
    title: 'Remediation of a Config rule',
    schema: (root) => {
      if (resolve(root)?.type === 'list') return configSchema('RemediationList');
      const listed = get(root, 'RemediationConfigurations') !== undefined;
      return configSchema(listed ? 'RemediationConfigurations' : 'RemediationConfiguration');
    },
  },
  { id: 'rdk-rule', title: 'Rule of the Rule Development Kit', schema: () => configSchema('Rdk') },
  {
    id: 'cloudformation-template',
    title: 'CloudFormation template',
    schema: () => configSchema('CloudFormation'),
  },
  // Neither is made of keys and values; their own rules check them.
  { id: 'guard', title: 'Guard policy', schema: () => ({}) },
  { id: 'config-query', title: 'Advanced query of AWS Config', schema: () => ({}) },
  { id: 'run', title: 'Run file', schema: () => rootSchema('run.schema.json') },
];

export const kinds: readonly Kind[] = list;

/** The kinds of Systems Manager, which have parameters, steps and `{{ references }}`; the others are of AWS Config, and the
 * last one is ours. */
export const ssmKinds: readonly KindId[] = kindIds.slice(0, kindIds.indexOf('config-rule'));

/** The kinds that hold Config rules. */
export const ruleKinds: readonly KindId[] = [
  'config-rule',
  'organization-config-rule',
  'conformance-pack',
  'rdk-rule',
  'cloudformation-template',
];

/** The kinds that hold remediations. */
export const remediationKinds: readonly KindId[] = [
  'remediation',
  'conformance-pack',
  'rdk-rule',
  'cloudformation-template',
];

const byId = new Map(list.map((kind) => [kind.id, kind]));

export function kindOf(id: KindId): Kind {
  const kind = byId.get(id);
  if (kind === undefined) throw new RangeError(`no kind ${id}`);
  return kind;
}
