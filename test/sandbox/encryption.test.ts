/** Sessions that are encrypted by a key of KMS: the client's own end and the real SDK against the node's end. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMS,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { CreateDocumentCommand, SSM } from '@aws-sdk/client-ssm';
import { sdkCalls } from '../../sessions/src/sdkCalls.ts';
import { clientSettings, refused, withSandbox } from '../helpers-sandbox.ts';
import { type Node, openText, withNode } from '../helpers-sessions.ts';

const key = 'alias/sessions';

async function withKms(endpoint: string, use: (kms: KMS) => Promise<void>): Promise<void> {
  const kms = new KMS(clientSettings(endpoint));
  try {
    await use(kms);
  } finally {
    kms.destroy();
  }
}

test('a data key is decrypted in its context, and in no other', () =>
  withSandbox(({ endpoint }) =>
    withKms(endpoint, async (kms) => {
      const EncryptionContext = { session: 's-1', target: 'i-1' };
      const made = await kms.send(new GenerateDataKeyCommand({ KeyId: key, NumberOfBytes: 64, EncryptionContext }));
      const CiphertextBlob = made.CiphertextBlob;
      const reordered = { target: 'i-1', session: 's-1' };
      const read = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
      assert.deepEqual(read.Plaintext, made.Plaintext);
      assert.equal(read.KeyId, made.KeyId);
      await assert.rejects(
        kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { ...EncryptionContext, target: 'i-2' } })),
        refused('InvalidCiphertextException', /.*/),
      );
      await assert.rejects(
        kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: 'alias/disks' })),
        refused('IncorrectKeyException'),
      );
    }),
  ));

test('keys are listed, described and used; one that is not there is refused', () =>
  withSandbox(({ endpoint }) =>
    withKms(endpoint, async (kms) => {
      const { Keys = [] } = await kms.send(new ListKeysCommand({}));
      const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
      assert.ok(Aliases.some(({ AliasName }) => AliasName === key));
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: Keys[0]?.KeyArn ?? '' }));
      assert.equal(KeyMetadata?.KeyId, Keys[0]?.KeyId);
      const Plaintext = Buffer.from('hello');
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: key, Plaintext }));
      const { Plaintext: read } = await kms.send(new DecryptCommand({ CiphertextBlob }));
      assert.equal(Buffer.from(read ?? []).toString(), 'hello');
      await assert.rejects(
        kms.send(new GenerateDataKeyCommand({ KeyId: 'alias/none', KeySpec: 'AES_256' })),
        refused('NotFoundException', /alias\/none/),
      );
    }),
  ));

/** Has the account encrypt its sessions, as its preferences document says. */
async function encryptSessions({ sandbox }: Node, kmsKeyId: string): Promise<void> {
  const preferences = { schemaVersion: '1.0', description: 'Preferences', sessionType: 'Standard_Stream' };
  const inputs = { kmsKeyId, s3BucketName: '', cloudWatchLogGroupName: '', idleSessionTimeout: '20' };
  await sandbox.ssm.send(
    new CreateDocumentCommand({
      Name: 'SSM-SessionManagerRunShell',
      DocumentType: 'Session',
      Content: JSON.stringify({ ...preferences, inputs }),
    }),
  );
}

/** The node, with a client that may use KMS. */
function withKey(node: Node, kms: KMS): Node {
  const { sandbox, machine } = node;
  const ssm = new SSM(clientSettings(sandbox.endpoint));
  return {
    ...node,
    calls: (asked = {}) =>
      sdkCalls(
        { ...asked, Target: machine.id },
        async () => ssm,
        async () => kms,
      ),
  };
}

for (const share of [0, 0.1])
  test(`a shell is encrypted from end to end${share > 0 ? ', over a bad line' : ''}`, () =>
    withNode(async (node) => {
      await encryptSessions(node, key);
      await withKms(node.sandbox.endpoint, async (kms) => {
        const { connection, until, ended } = await openText(withKey(node, kms));
        await until(/# $/);
        connection.write(Buffer.from('echo é; hostname\r'));
        await until(new RegExp(`é\\r\\n${node.machine.name}\\r\\n`));
        connection.write(Buffer.from('seq 1 2000\r'));
        await until(/\r\n1999\r\n2000\r\n/);
        connection.write(Buffer.from('exit\r'));
        assert.equal((await ended).cause, 'ended');
      });
    }, share));

test('a client that may not use the key gets no session', () =>
  withNode(async (node) => {
    await encryptSessions(node, 'alias/not-there');
    await withKms(node.sandbox.endpoint, async (kms) => {
      const { ended } = await openText(withKey(node, kms));
      const end = await ended;
      assert.notEqual(end.cause, 'user');
      assert.match(end.words, /alias\/not-there/);
    });
  }));

test('ports are not encrypted, whatever the preferences say', () =>
  withNode(async (node) => {
    await encryptSessions(node, key);
    const { session, connection } = await openText(node, {
      DocumentName: 'AWS-StartPortForwardingSession',
      Parameters: { portNumber: ['80'], localPortNumber: ['0'] },
    });
    for (let tries = 0; session() === undefined && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(session()?.sessionType, 'Port');
    await connection.close();
  }));
