/** Conformance packs: put with full checking by the language core, deployed, described, deleted. */

import type {
  ConformancePackDetail,
  DeleteConformancePackRequest,
  DescribeConformancePackStatusRequest,
  DescribeConformancePacksRequest,
  PutConformancePackRequest,
} from '@aws-sdk/client-config-service';
import { parse } from '../../language/index.ts';
import { get } from '../../language/syntax/node.ts';
import { plainOf } from '../../simulator/json.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { documentNamed, versionOf } from '../ssm/documents.ts';
import { demoPack, namedAfter } from './demoPack.ts';
import { type PackContent, readPack } from './packTemplate.ts';
import { filled, remediationsOf } from './remediations.ts';
import { refuseFaults, removeRule, rulesOf, storeRule, tokenError } from './rules.ts';

export interface StoredPack {
  name: string;
  id: string;
  template: string;
  parameters: Record<string, string>;
  state: 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS';
  reason?: string;
  requested: number;
  completed?: number;
  /** The names of its rules. */
  rules: string[];
  bucket?: string;
}

const stored = slice<Record<string, StoredPack>>('config.packs', (account) => {
  const { pack } = demoPack(account);
  return { [pack.name]: pack };
});

const mostPacks = 50;
const templateFault = 'ConformancePackTemplateValidationException';

export function packNamed(account: Account, name: string): StoredPack {
  const found = Object.hasOwn(stored(account), name) ? stored(account)[name] : undefined;
  if (found !== undefined) return found;
  throw new ServiceError('NoSuchConformancePackException', `Conformance pack ${name} does not exist.`);
}

function arnOf(account: Account, { name, id }: StoredPack): string {
  return account.arn('config', `conformance-pack/${name}/${id}`);
}

export function putConformancePack(account: Account, input: PutConformancePackRequest) {
  const { ConformancePackName: name = '', ConformancePackInputParameters = [], DeliveryS3Bucket } = input;
  const packs = stored(account);
  const known = Object.hasOwn(packs, name) ? packs[name] : undefined;
  if (known?.state.endsWith('_IN_PROGRESS'))
    throw new ServiceError('ResourceInUseException', `Conformance pack ${name} is being deployed or deleted.`);
  if (known === undefined && Object.keys(packs).length >= mostPacks)
    throw new ServiceError(
      'MaxNumberOfConformancePacksExceededException',
      `An account has at most ${mostPacks} packs.`,
    );
  const template = templateOf(account, input);
  refuseFaults(account, template, 'conformance-pack', templateFault, true);
  const parameters = Object.fromEntries(
    ConformancePackInputParameters.map(({ ParameterName = '', ParameterValue = '' }) => [
      ParameterName,
      ParameterValue,
    ]),
  );
  const { missing, foreign } = contentOf(account, template, parameters);
  if (missing.length > 0) throw new ServiceError(templateFault, `Parameters: [${missing.join(', ')}] must have values`);
  if (foreign.length > 0) throw new ServiceError(templateFault, `Template has a resource of type ${foreign[0]}.`);
  const pack: StoredPack = {
    name,
    id: known?.id ?? `conformance-pack-${account.hex(9)}`,
    template,
    parameters,
    state: 'CREATE_IN_PROGRESS',
    requested: account.now(),
    rules: known?.rules ?? [],
    ...(DeliveryS3Bucket !== undefined && { bucket: DeliveryS3Bucket }),
  };
  packs[name] = pack;
  account.later(8_000, 'config.pack', name);
  return { ConformancePackArn: arnOf(account, pack) };
}

function templateOf(account: Account, input: PutConformancePackRequest): string {
  const { TemplateBody, TemplateS3Uri, TemplateSSMDocumentDetails } = input;
  if ([TemplateBody, TemplateS3Uri, TemplateSSMDocumentDetails].filter((each) => each !== undefined).length !== 1)
    throw new ServiceError(
      'InvalidParameterValueException',
      'Exactly one of TemplateBody, TemplateS3Uri and TemplateSSMDocumentDetails has to be given.',
    );
  if (TemplateBody !== undefined) return TemplateBody;
  if (TemplateSSMDocumentDetails === undefined)
    throw new ServiceError('InvalidParameterValueException', 'The sandbox account has no S3 to read a template from.');
  const { DocumentName = '', DocumentVersion } = TemplateSSMDocumentDetails;
  const { content } = versionOf(documentNamed(account, DocumentName), DocumentVersion);
  const body = plainOf(get(parse(content, { kind: 'conformance-pack-wrapper' }).parts[0]?.root, 'templateBody'));
  if (body === undefined) throw new ServiceError(templateFault, `Document ${DocumentName} has no templateBody.`);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function contentOf(account: Account, template: string, parameters: Record<string, string>): PackContent {
  const { accountId, region } = account.settings;
  return readPack(template, parameters, {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  });
}

export const packJobs = {
  'config.pack': (account: Account, name: string): void => {
    const pack = stored(account)[name];
    if (pack === undefined || pack.state !== 'CREATE_IN_PROGRESS') return;
    try {
      deploy(account, pack);
      pack.state = 'CREATE_COMPLETE';
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      pack.state = 'CREATE_FAILED';
      pack.reason = error.message;
    }
    pack.completed = account.now();
  },
  'config.deletePack': (account: Account, name: string): void => {
    for (const rule of stored(account)[name]?.rules ?? []) removeWithRemediation(account, rule);
    delete stored(account)[name];
  },
};

function removeWithRemediation(account: Account, rule: string): void {
  delete remediationsOf(account)[rule];
  removeRule(account, rule);
}

/** Makes the rules and remediations of a pack. */
function deploy(account: Account, pack: StoredPack): void {
  const { rules, remediations } = namedAfter(pack.id, contentOf(account, pack.template, pack.parameters));
  const names = rules.map(({ ConfigRuleName }) => ConfigRuleName);
  for (const old of pack.rules) if (!names.includes(old)) removeWithRemediation(account, old);
  pack.rules = names;
  for (const rule of rules) storeRule(account, rule, pack.name);
  for (const remediation of remediations) {
    const { ConfigRuleName } = remediation;
    if (!Object.hasOwn(rulesOf(account), ConfigRuleName))
      throw new ServiceError(
        'NoSuchConfigRuleException',
        `The remediation of ${ConfigRuleName.replace(`-${pack.id}`, '')} belongs to no rule of the pack.`,
      );
    remediationsOf(account)[ConfigRuleName] = filled(account, remediation);
  }
}

/** The packs named, or all of them in order. */
function named(account: Account, names: readonly string[] | undefined): StoredPack[] {
  if (names !== undefined && names.length > 0) return names.map((name) => packNamed(account, name));
  return Object.values(stored(account)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function describeConformancePacks(account: Account, input: DescribeConformancePacksRequest) {
  const request = { MaxResults: input.Limit || undefined, NextToken: input.NextToken };
  const page = pageOf('DescribeConformancePacks', named(account, input.ConformancePackNames), request, 20, tokenError);
  return {
    ConformancePackDetails: page.items.map((pack): ConformancePackDetail => {
      return {
        ConformancePackName: pack.name,
        ConformancePackArn: arnOf(account, pack),
        ConformancePackId: pack.id,
        DeliveryS3Bucket: pack.bucket,
        ConformancePackInputParameters: Object.entries(pack.parameters).map(([ParameterName, ParameterValue]) => ({
          ParameterName,
          ParameterValue,
        })),
        LastUpdateRequestedTime: new Date(pack.requested),
      };
    }),
    NextToken: page.NextToken,
  };
}

export function describeConformancePackStatus(account: Account, input: DescribeConformancePackStatusRequest) {
  const request = { MaxResults: input.Limit || undefined, NextToken: input.NextToken };
  const list = named(account, input.ConformancePackNames);
  const page = pageOf('DescribeConformancePackStatus', list, request, 20, tokenError);
  return {
    ConformancePackStatusDetails: page.items.map((pack) => ({
      ConformancePackName: pack.name,
      ConformancePackId: pack.id,
      ConformancePackArn: arnOf(account, pack),
      ConformancePackState: pack.state,
      ConformancePackStatusReason: pack.reason,
      StackArn: account.arn('cloudformation', `stack/awsconfigconforms-${pack.name}-${pack.id}`),
      LastUpdateRequestedTime: new Date(pack.requested),
      LastUpdateCompletedTime: pack.completed === undefined ? undefined : new Date(pack.completed),
    })),
    NextToken: page.NextToken,
  };
}

export function deleteConformancePack(account: Account, { ConformancePackName = '' }: DeleteConformancePackRequest) {
  const pack = packNamed(account, ConformancePackName);
  if (pack.state.endsWith('_IN_PROGRESS'))
    throw new ServiceError('ResourceInUseException', `Conformance pack ${pack.name} is being deployed or deleted.`);
  pack.state = 'DELETE_IN_PROGRESS';
  account.later(5_000, 'config.deletePack', pack.name);
  return {};
}
