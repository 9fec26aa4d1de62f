/** The parameters that a new account has. */

import type { Account } from '../../account.ts';
import type { StoredParameter } from '../parameters.ts';

const day = 86_400_000;

export function firstParameters(account: Account): Record<string, StoredParameter> {
  const { accountId } = account.settings;
  const made = (
    name: string,
    type: StoredParameter['type'],
    description: string,
    ...values: readonly string[]
  ): StoredParameter => ({
    name,
    type,
    description,
    tier: 'Standard',
    dataType: 'text',
    ...(type === 'SecureString' && { keyId: 'alias/aws/ssm' }),
    versions: values.map((value, index) => ({
      number: index + 1,
      value,
      modified: account.now() - (values.length - index) * 9 * day,
      by: `arn:aws:iam::${accountId}:user/operator`,
      labels: index === values.length - 1 && values.length > 1 ? ['current'] : [],
    })),
  });
  const list = [
    made('/demo/greeting', 'String', 'What the demo runbooks say.', 'hello from the sandbox'),
    made('/prod/web/version', 'String', 'The release that the web nodes run.', '4.1.0', '4.1.2', '4.2.0'),
    made('/prod/web/hosts', 'StringList', 'Names that the web nodes answer to.', 'www.example.com,shop.example.com'),
    made('/prod/db/endpoint', 'String', 'Where the database listens.', 'db.internal.example.com:5432'),
    made('/prod/db/password', 'SecureString', 'For the application alone.', 'not-a-real-password'),
    made('/staging/web/version', 'String', 'The release that the web nodes run.', '4.2.0', '4.3.0-rc1'),
    made('golden-image', 'String', 'The image that new nodes start from.', 'ami-0a1f6c3e5d7b90241'),
  ];
  return Object.fromEntries(list.map((parameter) => [parameter.name, parameter]));
}
