/** Reading Parameter Store: one, several, by path, their history and their descriptions. */

import type {
  DescribeParametersRequest,
  GetParameterHistoryRequest,
  GetParameterRequest,
  GetParametersByPathRequest,
  GetParametersRequest,
  ParameterMetadata,
  ParameterStringFilter,
} from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import {
  findParameter,
  latestOf,
  parameterArn,
  parameterNamed,
  parameterOf,
  parametersOf,
  type StoredParameter,
  shownValue,
} from './parameters.ts';
import { tagsOf } from './tags.ts';

export function getParameter(account: Account, { Name = '', WithDecryption = false }: GetParameterRequest) {
  const found = findParameter(account, Name);
  if (found === 'ParameterNotFound') throw new ServiceError(found, `Parameter ${Name} not found.`);
  if (found === 'ParameterVersionNotFound')
    throw new ServiceError(found, `Systems Manager could not find version ${Name.split(':').at(-1)} of ${Name}.`);
  return { Parameter: parameterOf(account, found, WithDecryption) };
}

export function getParameters(account: Account, { Names = [], WithDecryption = false }: GetParametersRequest) {
  const found = Names.map((name) => ({ name, it: findParameter(account, name) }));
  return {
    Parameters: found.flatMap(({ it }) => (typeof it === 'string' ? [] : [parameterOf(account, it, WithDecryption)])),
    InvalidParameters: found.flatMap(({ name, it }) => (typeof it === 'string' ? [name] : [])),
  };
}

export function getParametersByPath(account: Account, input: GetParametersByPathRequest) {
  const { Path = '', Recursive = false, WithDecryption = false, ParameterFilters = [] } = input;
  if (!Path.startsWith('/'))
    throw new ServiceError(
      'ValidationException',
      `The parameter doesn't meet the parameter name requirements: the path ${Path} has to begin with a slash.`,
    );
  const below = Path.endsWith('/') ? Path : `${Path}/`;
  const all = sorted(account)
    .filter(({ name }) => name.startsWith(below) && (Recursive || !name.slice(below.length).includes('/')))
    .filter((parameter) => ParameterFilters.every((filter) => passes(account, parameter, filter)));
  const page = pageOf(`parameters ${Path}`, all, input, 10);
  return {
    Parameters: page.items.map((parameter) =>
      parameterOf(account, { parameter, version: latestOf(parameter), selector: undefined }, WithDecryption),
    ),
    NextToken: page.NextToken,
  };
}

export function getParameterHistory(account: Account, input: GetParameterHistoryRequest) {
  const { Name = '', WithDecryption = false } = input;
  const parameter = parameterNamed(account, Name);
  const page = pageOf(`history ${Name}`, parameter.versions, input);
  return {
    Parameters: page.items.map((version) => ({
      ...described(account, parameter),
      ARN: undefined,
      Value: shownValue(parameter, version, WithDecryption),
      Version: version.number,
      Labels: version.labels,
      LastModifiedDate: new Date(version.modified),
      LastModifiedUser: version.by,
    })),
    NextToken: page.NextToken,
  };
}

export function describeParameters(account: Account, input: DescribeParametersRequest) {
  const filters = [
    ...(input.ParameterFilters ?? []),
    ...(input.Filters ?? []).map(({ Key = 'Name', Values = [] }) => ({
      Key,
      Values,
      ...(Key === 'Name' && { Option: 'BeginsWith' }),
    })),
  ];
  const all = sorted(account).filter((parameter) => filters.every((filter) => passes(account, parameter, filter)));
  const page = pageOf('DescribeParameters', all, input);
  return { Parameters: page.items.map((parameter) => described(account, parameter)), NextToken: page.NextToken };
}

function sorted(account: Account): StoredParameter[] {
  return Object.values(parametersOf(account)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function described(account: Account, parameter: StoredParameter): ParameterMetadata {
  const last = latestOf(parameter);
  return {
    Name: parameter.name,
    ARN: parameterArn(account, parameter),
    Type: parameter.type,
    ...(parameter.keyId !== undefined && { KeyId: parameter.keyId }),
    LastModifiedDate: new Date(last.modified),
    LastModifiedUser: last.by,
    ...(parameter.description !== '' && { Description: parameter.description }),
    ...(parameter.allowedPattern !== undefined && { AllowedPattern: parameter.allowedPattern }),
    Version: last.number,
    Tier: parameter.tier,
    Policies: [],
    DataType: parameter.dataType,
  };
}

function passes(account: Account, parameter: StoredParameter, filter: ParameterStringFilter): boolean {
  const { Key = '', Option = Key === 'Path' ? 'OneLevel' : 'Equals', Values = [] } = filter;
  if (Key === 'Path') return Values.some((path) => isBelow(parameter.name, path, Option === 'Recursive'));
  const found = textsOf(account, parameter, Key);
  if (Key.startsWith('tag:') && Values.length === 0) return found.length > 0;
  const compare: Readonly<Record<string, (text: string, value: string) => boolean>> = {
    Equals: (text, value) => text === value,
    BeginsWith: (text, value) => text.startsWith(value),
    Contains: (text, value) => text.includes(value),
  };
  const test = Object.hasOwn(compare, Option) ? compare[Option] : undefined;
  if (test === undefined) throw new ServiceError('InvalidFilterOption', `The filter option ${Option} is not valid.`);
  // A name is compared with and without its leading slash, as the service does it.
  const bare = (text: string): string => (Key === 'Name' ? text.replace(/^\//, '') : text);
  return found.some((text) => Values.some((value) => test(bare(text), bare(value))));
}

function isBelow(name: string, path: string, deep: boolean): boolean {
  const below = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(below) && (deep || !name.slice(below.length).includes('/'));
}

/** What a filter key looks at. */
function textsOf(account: Account, parameter: StoredParameter, key: string): string[] {
  if (key.startsWith('tag:'))
    return tagsOf(account)
      .get('Parameter', parameter.name)
      .flatMap(({ Key, Value = '' }) => (Key === key.slice(4) ? [Value] : []));
  switch (key) {
    case 'Name':
      return [parameter.name];
    case 'Type':
      return [parameter.type];
    case 'KeyId':
      return parameter.keyId === undefined ? [] : [parameter.keyId];
    case 'Tier':
      return [parameter.tier];
    case 'DataType':
      return [parameter.dataType];
    case 'Label':
      return parameter.versions.flatMap(({ labels }) => labels);
    default:
      throw new ServiceError('InvalidFilterKey', `The filter key ${key} is not valid.`);
  }
}
