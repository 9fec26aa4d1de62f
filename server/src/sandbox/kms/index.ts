/**
 * The keys of the account, as far as encrypted sessions need them: data keys are generated and decrypted, bound to their
 * context as in KMS. The keys are those that AWS Config sees; what they hide is lost when the account is served anew.
 */

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type {
  DecryptRequest,
  DescribeKeyRequest,
  EncryptRequest,
  GenerateDataKeyRequest,
  ListAliasesRequest,
  ListKeysRequest,
} from '@aws-sdk/client-kms';
import type { Account } from '../account.ts';
import { estateOf, type Resource } from '../config/estate.ts';
import { ServiceError } from '../errors.ts';
import type { Operations } from '../operations.ts';
import { pageOf } from '../pages.ts';

const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 16;

const secrets = new WeakMap<Account, Buffer>();

/** The secret of a key, which never leaves the process and is kept nowhere. */
function secretOf(account: Account, id: string): Buffer {
  let secret = secrets.get(account);
  if (secret === undefined) {
    secret = randomBytes(32);
    secrets.set(account, secret);
  }
  return createHmac('sha256', secret).update(id).digest();
}

function keysOf(account: Account): Resource[] {
  return estateOf(account).filter(({ type }) => type === 'AWS::KMS::Key');
}

function aliasOf({ configuration }: Resource): string {
  return `alias/${String(configuration.description).toLowerCase()}`;
}

function arnOf(account: Account, { id }: Resource): string {
  return account.arn('kms', `key/${id}`);
}

/** The key of an id, an ARN, or an alias such as `alias/disks`. Throws `NotFoundException`. */
export function keyNamed(account: Account, named: string): Resource {
  const bare = named.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:(?:key\/)?/, '');
  const found = keysOf(account).find((key) => key.id === bare || aliasOf(key) === bare);
  if (found !== undefined) return found;
  const missing = named.includes('alias/') ? `Alias ${named} is not found.` : `Key '${named}' does not exist`;
  throw new ServiceError('NotFoundException', missing);
}

type Context = Record<string, string> | undefined;

/** The context as the bytes that bind a text to it, whatever the order of its keys. */
function bound(context: Context = {}): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function encrypted(account: Account, { id }: Resource, plain: Uint8Array, context: Context): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', secretOf(account, id), nonce).setAAD(bound(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), nonce, text, cipher.getAuthTag()]);
}

const invalid = () => new ServiceError('InvalidCiphertextException', '');

/** What a blob hides, and the key it was encrypted with. Throws `InvalidCiphertextException`. */
export function decrypted(account: Account, blob: Uint8Array, context: Context): { key: Resource; plain: Buffer } {
  const bytes = Buffer.from(blob);
  const digits = bytes.subarray(0, idBytes).toString('hex');
  const key = keysOf(account).find(({ id }) => id.replaceAll('-', '') === digits);
  if (key === undefined || bytes.length < idBytes + nonceBytes + tagBytes) throw invalid();
  const text = bytes.subarray(idBytes + nonceBytes);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    secretOf(account, key.id),
    bytes.subarray(idBytes, idBytes + nonceBytes),
  );
  decipher.setAAD(bound(context)).setAuthTag(text.subarray(-tagBytes));
  try {
    return { key, plain: Buffer.concat([decipher.update(text.subarray(0, -tagBytes)), decipher.final()]) };
  } catch {
    throw invalid();
  }
}

function generateDataKey(account: Account, input: GenerateDataKeyRequest) {
  const { KeyId = '', NumberOfBytes, KeySpec, EncryptionContext } = input;
  if ((NumberOfBytes === undefined) === (KeySpec === undefined))
    throw new ServiceError('ValidationException', 'Please specify either number of bytes or key spec.');
  const length = NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32);
  if (!Number.isInteger(length) || length < 1 || length > 1024)
    throw new ServiceError('ValidationException', 'numberOfBytes has to be a whole number from 1 to 1024.');
  const key = keyNamed(account, KeyId);
  const plain = randomBytes(length);
  return {
    KeyId: arnOf(account, key),
    Plaintext: plain,
    CiphertextBlob: encrypted(account, key, plain, EncryptionContext),
  };
}

function encrypt(account: Account, { KeyId = '', Plaintext, EncryptionContext }: EncryptRequest) {
  const key = keyNamed(account, KeyId);
  const blob = encrypted(account, key, Plaintext ?? new Uint8Array(), EncryptionContext);
  return { KeyId: arnOf(account, key), CiphertextBlob: blob, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
}

function decrypt(account: Account, { CiphertextBlob, EncryptionContext, KeyId }: DecryptRequest) {
  const { key, plain } = decrypted(account, CiphertextBlob ?? new Uint8Array(), EncryptionContext);
  if (KeyId !== undefined && keyNamed(account, KeyId) !== key)
    throw new ServiceError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  return { KeyId: arnOf(account, key), Plaintext: plain, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
}

function describeKey(account: Account, { KeyId = '' }: DescribeKeyRequest) {
  const key = keyNamed(account, KeyId);
  return {
    KeyMetadata: {
      KeyId: key.id,
      AWSAccountId: account.settings.accountId,
      Arn: arnOf(account, key),
      CreationDate: new Date(key.created),
      Enabled: true,
      Description: String(key.configuration.description),
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    },
  };
}

const markerError = { code: 'InvalidMarkerException' };

function listKeys(account: Account, { Limit, Marker }: ListKeysRequest) {
  const page = pageOf('ListKeys', keysOf(account), { MaxResults: Limit, NextToken: Marker }, 100, markerError);
  return {
    Keys: page.items.map((key) => ({ KeyId: key.id, KeyArn: arnOf(account, key) })),
    NextMarker: page.NextToken,
    Truncated: page.NextToken !== undefined,
  };
}

function listAliases(account: Account, { KeyId, Limit, Marker }: ListAliasesRequest) {
  const keys = KeyId === undefined ? keysOf(account) : [keyNamed(account, KeyId)];
  const page = pageOf('ListAliases', keys, { MaxResults: Limit, NextToken: Marker }, 50, markerError);
  return {
    Aliases: page.items.map((key) => ({
      AliasName: aliasOf(key),
      AliasArn: account.arn('kms', aliasOf(key)),
      TargetKeyId: key.id,
      CreationDate: new Date(key.created),
      LastUpdatedDate: new Date(key.created),
    })),
    NextMarker: page.NextToken,
    Truncated: page.NextToken !== undefined,
  };
}

export const operations: Operations = {
  Decrypt: decrypt,
  DescribeKey: describeKey,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  ListAliases: listAliases,
  ListKeys: listKeys,
};
