/** Changing Parameter Store: put, delete and label, with the refusals of the service. */

import type {
  DeleteParameterRequest,
  DeleteParametersRequest,
  LabelParameterVersionRequest,
  PutParameterRequest,
  UnlabelParameterVersionRequest,
} from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import {
  latestOf,
  type ParameterVersion,
  parameterNamed,
  parametersOf,
  type StoredParameter,
  storedParameter,
} from './parameters.ts';
import { tagsOf } from './tags.ts';

const mostVersions = 100;
const mostLabels = 10;
const mostLevels = 15;
const largest = { Standard: 4096, Advanced: 8192 };

export function putParameter(account: Account, input: PutParameterRequest, { arn }: { arn: string }) {
  const { Name = '', Value = '', Overwrite = false, Tags = [] } = input;
  const before = storedParameter(account, Name);
  if (before !== undefined && !Overwrite)
    throw new ServiceError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  if (before !== undefined && Tags.length > 0)
    throw new ServiceError(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.",
    );
  const parameter = before ?? newParameter(input);
  if (before !== undefined) checkChange(before, input);
  const changed = { ...parameter, ...changes(input) };
  checkValue(changed, Value);
  const versions = [
    ...parameter.versions,
    {
      number: (parameter.versions.at(-1)?.number ?? 0) + 1,
      value: Value,
      modified: account.now(),
      by: arn,
      labels: [],
    },
  ];
  if (versions.length > mostVersions) dropOldest(parameter.name, versions);
  parametersOf(account)[parameter.name] = { ...changed, versions };
  tagsOf(account).set('Parameter', parameter.name, Tags);
  return { Version: versions.at(-1)?.number, Tier: changed.tier };
}

function newParameter({ Name = '', Type }: PutParameterRequest): StoredParameter {
  checkName(Name);
  if (Type === undefined)
    throw new ServiceError('ValidationException', 'A parameter type is required when you create a parameter.');
  return {
    name: Name,
    type: Type,
    description: '',
    tier: 'Standard',
    dataType: 'text',
    ...(Type === 'SecureString' && { keyId: 'alias/aws/ssm' }),
    versions: [],
  };
}

function checkName(name: string): void {
  const fault = (message: string) => new ServiceError('ValidationException', message);
  if (!/^[\w.\-/]+$/.test(name))
    throw fault(`Parameter name: only a-zA-Z0-9_.- and the slash of a hierarchy are allowed; ${name} has others.`);
  if (name.includes('/') && !name.startsWith('/'))
    throw fault('Parameter name: a name with a hierarchy has to begin with a slash.');
  if (/^\/?(?:aws|ssm)/i.test(name))
    throw fault('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  if (name.split('/').length - 1 > mostLevels)
    throw new ServiceError(
      'HierarchyLevelLimitExceededException',
      `A hierarchy can have a maximum of ${mostLevels} levels.`,
    );
}

function checkChange({ type }: StoredParameter, { Type }: PutParameterRequest): void {
  if (Type !== undefined && Type !== type)
    throw new ServiceError(
      'HierarchyTypeMismatchException',
      `The parameter is of type ${type}; the type of a parameter cannot be changed to ${Type}.`,
    );
}

function changes(input: PutParameterRequest): Partial<StoredParameter> {
  const { Description, Tier, DataType, KeyId, AllowedPattern } = input;
  return {
    ...(Description !== undefined && { description: Description }),
    ...(Tier !== undefined && { tier: Tier === 'Intelligent-Tiering' ? 'Standard' : Tier }),
    ...(DataType !== undefined && { dataType: DataType }),
    ...(KeyId !== undefined && { keyId: KeyId }),
    ...(AllowedPattern !== undefined && { allowedPattern: AllowedPattern }),
  };
}

function checkValue({ tier, type, dataType, allowedPattern }: StoredParameter, value: string): void {
  const most = tier === 'Advanced' ? largest.Advanced : largest.Standard;
  if (value === '') throw new ServiceError('ValidationException', 'A parameter value has at least one character.');
  if (Buffer.byteLength(value) > most)
    throw new ServiceError(
      'ValidationException',
      `${tier} tier parameters support a maximum parameter value of ${most} characters.`,
    );
  if (type === 'StringList' && value.split(',').some((each) => each === ''))
    throw new ServiceError('ValidationException', 'A StringList has no empty item.');
  if (dataType === 'aws:ec2:image' && !/^ami-[0-9a-f]{8,17}$/.test(value))
    throw new ServiceError('ValidationException', `The value ${value} is no id of an image.`);
  if (allowedPattern === undefined || allowedPattern === '') return;
  let pattern: RegExp;
  try {
    pattern = new RegExp(allowedPattern);
  } catch {
    throw new ServiceError('InvalidAllowedPatternException', `The pattern ${allowedPattern} is not valid.`);
  }
  if (!pattern.test(value))
    throw new ServiceError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
}

/** The oldest version makes room, unless a label holds it. */
function dropOldest(name: string, versions: ParameterVersion[]): void {
  if ((versions[0]?.labels.length ?? 0) > 0)
    throw new ServiceError(
      'ParameterMaxVersionLimitExceeded',
      `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${versions[0]?.number}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  versions.shift();
}

export function deleteParameter(account: Account, { Name = '' }: DeleteParameterRequest) {
  remove(account, parameterNamed(account, Name));
  return {};
}

export function deleteParameters(account: Account, { Names = [] }: DeleteParametersRequest) {
  const DeletedParameters: string[] = [];
  const InvalidParameters: string[] = [];
  for (const name of Names) {
    const parameter = storedParameter(account, name);
    if (parameter !== undefined) remove(account, parameter);
    (parameter === undefined ? InvalidParameters : DeletedParameters).push(name);
  }
  return { DeletedParameters, InvalidParameters };
}

function remove(account: Account, { name }: StoredParameter): void {
  delete parametersOf(account)[name];
  tagsOf(account).remove('Parameter', name);
}

function versionNumbered(parameter: StoredParameter, number: number | undefined): ParameterVersion {
  const version =
    number === undefined ? latestOf(parameter) : parameter.versions.find((each) => each.number === number);
  if (version === undefined)
    throw new ServiceError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${number} of ${parameter.name}. Verify the version and try again.`,
    );
  return version;
}

/** A label stands at one version: it moves when it is given to another. */
export function labelParameterVersion(account: Account, input: LabelParameterVersionRequest) {
  const { Name = '', Labels = [] } = input;
  const parameter = parameterNamed(account, Name);
  const version = versionNumbered(parameter, input.ParameterVersion);
  const isLabel = (label: string): boolean => /^(?!\d|aws|ssm)[\w.-]{1,100}$/i.test(label);
  const valid = Labels.filter(isLabel);
  const labels = new Set([...version.labels, ...valid]);
  if (labels.size > mostLabels)
    throw new ServiceError(
      'ParameterVersionLabelLimitExceeded',
      `A parameter version can have a maximum of ${mostLabels} labels. Move one or more labels to another version and try again.`,
    );
  for (const other of parameter.versions) other.labels = other.labels.filter((label) => !valid.includes(label));
  version.labels = [...labels];
  return { InvalidLabels: Labels.filter((label) => !isLabel(label)), ParameterVersion: version.number };
}

export function unlabelParameterVersion(account: Account, input: UnlabelParameterVersionRequest) {
  const { Name = '', Labels = [] } = input;
  const version = versionNumbered(parameterNamed(account, Name), input.ParameterVersion);
  const RemovedLabels = Labels.filter((label) => version.labels.includes(label));
  version.labels = version.labels.filter((label) => !RemovedLabels.includes(label));
  return { RemovedLabels, InvalidLabels: Labels.filter((label) => !RemovedLabels.includes(label)) };
}
