/**
 * Parameter Store: what it holds, and how a reference such as `/app/port:3` is found in it.
 *
 * A parameter keeps its latest hundred versions. A secure value lies in the account as plain text: nothing here is secret,
 * and what is read without decryption is told in base64, so that nobody takes it for the value.
 */

import type { Parameter, ParameterType } from '@aws-sdk/client-ssm';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { firstParameters } from './demo/parameters.ts';

export interface ParameterVersion {
  number: number;
  value: string;
  modified: number;
  by: string;
  labels: string[];
}

export interface StoredParameter {
  name: string;
  type: ParameterType;
  description: string;
  tier: 'Standard' | 'Advanced' | 'Intelligent-Tiering';
  dataType: string;
  keyId?: string;
  allowedPattern?: string;
  /** Oldest first; never empty. */
  versions: ParameterVersion[];
}

export const parametersOf = slice<Record<string, StoredParameter>>('ssm.parameters', firstParameters);

/** A parameter by its name or ARN. */
export function storedParameter(account: Account, name: string): StoredParameter | undefined {
  const bare = name.replace(/^arn:[^:]*:ssm:[^:]*:[^:]*:parameter(?=\/)/, '');
  const all = parametersOf(account);
  if (Object.hasOwn(all, bare)) return all[bare];
  // The ARN of a name without a slash has one all the same.
  const rest = bare.slice(1);
  return bare !== name && Object.hasOwn(all, rest) ? all[rest] : undefined;
}

/** The same, or `ParameterNotFound`. */
export function parameterNamed(account: Account, name: string): StoredParameter {
  const parameter = storedParameter(account, name);
  if (parameter === undefined) throw new ServiceError('ParameterNotFound', `Parameter ${name} not found.`);
  return parameter;
}

export function latestOf({ versions }: StoredParameter): ParameterVersion {
  return versions.at(-1) as ParameterVersion;
}

interface Found {
  parameter: StoredParameter;
  version: ParameterVersion;
  selector: string | undefined;
}

/** What a name with `:version` or `:label` behind it names; a text when it names nothing: which of both is missing. */
export function findParameter(
  account: Account,
  reference: string,
): Found | 'ParameterNotFound' | 'ParameterVersionNotFound' {
  const [, name = reference, selector] = /^((?:arn:(?:[^:]*:){4})?[^:]*)(?::([^:]*))?$/.exec(reference) ?? [];
  const parameter = storedParameter(account, name);
  if (parameter === undefined) return 'ParameterNotFound';
  const version =
    selector === undefined
      ? latestOf(parameter)
      : parameter.versions.find(({ number, labels }) => String(number) === selector || labels.includes(selector));
  return version === undefined ? 'ParameterVersionNotFound' : { parameter, version, selector };
}

/** The value that a document's `{{ ssm:… }}` stands for; a secure one only where it is asked for so. */
export function parameterValue(account: Account, reference: string, secure: boolean): string | undefined {
  const found = findParameter(account, reference);
  if (typeof found === 'string' || (found.parameter.type === 'SecureString') !== secure) return undefined;
  return found.version.value;
}

/** A value as it is told: a secure one only when it is to be decrypted. */
export function shownValue({ type }: StoredParameter, { value }: ParameterVersion, decrypted: boolean): string {
  return type === 'SecureString' && !decrypted ? Buffer.from(value).toString('base64') : value;
}

export function parameterArn(account: Account, { name }: StoredParameter): string {
  return account.arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
}

/** A version of a parameter as the API gives it. */
export function parameterOf(account: Account, { parameter, version, selector }: Found, decrypted: boolean): Parameter {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: shownValue(parameter, version, decrypted),
    Version: version.number,
    ...(selector !== undefined && { Selector: `:${selector}` }),
    LastModifiedDate: new Date(version.modified),
    ARN: parameterArn(account, parameter),
    DataType: parameter.dataType,
  };
}
