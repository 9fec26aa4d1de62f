/** Parameter Store, as far as documents read it. */

import type { GetParameterRequest, PutParameterRequest } from '@aws-sdk/client-ssm';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';

export interface StoredParameter {
  name: string;
  type: 'String' | 'StringList' | 'SecureString';
  description: string;
  versions: { value: string; modified: number; labels: string[] }[];
}

export const parametersOf = slice<Record<string, StoredParameter>>('ssm.parameters', (account) => ({
  '/demo/greeting': {
    name: '/demo/greeting',
    type: 'String',
    description: 'What the demo runbooks say.',
    versions: [{ value: 'hello from the sandbox', modified: account.now(), labels: [] }],
  },
}));

/** The value of a parameter by its name, with `:version` or `:label` behind it; a secure one only where it is asked for so. */
export function parameterValue(account: Account, reference: string, secure: boolean): string | undefined {
  const [name = '', selector] = reference.split(':');
  const all = parametersOf(account);
  const parameter = Object.hasOwn(all, name) ? all[name] : undefined;
  if (parameter === undefined || (parameter.type === 'SecureString') !== secure) return undefined;
  const { versions } = parameter;
  if (selector === undefined) return versions.at(-1)?.value;
  return (versions[Number(selector) - 1] ?? versions.find(({ labels }) => labels.includes(selector)))?.value;
}

export function getParameter(account: Account, { Name = '', WithDecryption = false }: GetParameterRequest) {
  const [bare = ''] = Name.split(':');
  const all = parametersOf(account);
  const parameter = Object.hasOwn(all, bare) ? all[bare] : undefined;
  const last = parameter?.versions.at(-1);
  if (parameter === undefined || last === undefined) throw new ServiceError('ParameterNotFound', '');
  const hidden = parameter.type === 'SecureString' && !WithDecryption;
  const value = parameterValue(account, Name, parameter.type === 'SecureString') ?? last.value;
  return {
    Parameter: {
      Name: bare,
      Type: parameter.type,
      Value: hidden ? Buffer.from(value).toString('base64') : value,
      Version: parameter.versions.length,
      LastModifiedDate: new Date(last.modified),
      ARN: account.arn('ssm', `parameter${bare.startsWith('/') ? '' : '/'}${bare}`),
      DataType: 'text',
    },
  };
}

export function putParameter(account: Account, input: PutParameterRequest) {
  const { Name = '', Value = '', Type, Overwrite = false, Description = '' } = input;
  const all = parametersOf(account);
  const parameter = Object.hasOwn(all, Name) ? all[Name] : undefined;
  if (parameter !== undefined && !Overwrite)
    throw new ServiceError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  const kept = parameter ?? { name: Name, type: Type ?? 'String', description: Description, versions: [] };
  kept.versions.push({ value: Value, modified: account.now(), labels: [] });
  all[Name] = kept;
  return { Version: kept.versions.length, Tier: 'Standard' };
}
