/** Files that are attached to documents of the pretend account: packages, and runbooks with archives of scripts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AttachmentsSource,
  CreateDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  ListDocumentVersionsCommand,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import { refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

const sum = '5'.repeat(64);
const manifest = (version: string, checksum = sum): string =>
  JSON.stringify({
    schemaVersion: '2.0',
    version,
    packages: { amazon: { _any: { x86_64: { file: 'app.zip' } } } },
    files: { 'app.zip': { checksums: { sha256: checksum } } },
  });

const folder: AttachmentsSource = { Key: 'SourceUrl', Values: ['s3://scratch-dev/app'] };

const create = ({ ssm }: Sandbox, Attachments?: AttachmentsSource[], Name = 'Shop-App', Content = manifest('1.0')) =>
  ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType: 'Package', Attachments }));

const describe = async ({ ssm }: Sandbox, Name = 'Shop-App', DocumentVersion?: string) =>
  (await ssm.send(new DescribeDocumentCommand({ Name, DocumentVersion }))).Document;

test('a package is being made until its files are copied, and then lists them', () =>
  withSandbox(async (sandbox) => {
    const made = await create(sandbox, [folder]);
    assert.equal(made.DocumentDescription?.Status, 'Creating');
    await sandbox.pass(2);
    const now = await describe(sandbox);
    assert.equal(now?.Status, 'Active');
    assert.deepEqual(now?.AttachmentsInformation, [{ Name: 'app.zip' }]);
    const { AttachmentsContent } = await sandbox.ssm.send(new GetDocumentCommand({ Name: 'Shop-App' }));
    assert.deepEqual(AttachmentsContent, [{ Name: 'app.zip', Hash: sum, HashType: 'Sha256' }]);
  }));

test('a package without its files is refused', () =>
  withSandbox((sandbox) => assert.rejects(create(sandbox), refused('InvalidDocumentContent', /names files/))));

test('a bucket that is not there, a file that is missing and another checksum make the version fail', () =>
  withSandbox(async (sandbox) => {
    await create(sandbox, [{ Key: 'SourceUrl', Values: ['s3://nobody-has-this/app'] }], 'One');
    await create(sandbox, [{ Key: 'S3FileUrl', Values: ['s3://scratch-dev/other.zip'], Name: 'other.zip' }], 'Two');
    await create(sandbox, [folder], 'Three');
    await sandbox.pass(2);
    await create(
      sandbox,
      [{ Key: 'AttachmentReference', Values: ['Three/1/app.zip'], Name: 'app.zip' }],
      'Four',
      manifest('2.0', '6'.repeat(64)),
    );
    await sandbox.pass(2);
    const told = async (name: string) => {
      const { Status, StatusInformation } = (await describe(sandbox, name)) ?? {};
      return `${Status} ${StatusInformation}`;
    };
    assert.match(await told('One'), /^Failed The specified S3 bucket does not exist/);
    assert.match(await told('Two'), /^Failed .*not attached: app\.zip/);
    assert.match(await told('Four'), /^Failed The checksum of app\.zip/);
    const { DocumentVersions } = await sandbox.ssm.send(new ListDocumentVersionsCommand({ Name: 'One' }));
    assert.equal(DocumentVersions?.[0]?.Status, 'Failed');
  }));

test('a new version takes over the files of an older one', () =>
  withSandbox(async (sandbox) => {
    await create(sandbox, [folder]);
    await sandbox.pass(2);
    const update = (reference: string) =>
      sandbox.ssm.send(
        new UpdateDocumentCommand({
          Name: 'Shop-App',
          Content: manifest('1.1'),
          DocumentVersion: '$LATEST',
          Attachments: [{ Key: 'AttachmentReference', Values: [reference], Name: 'app.zip' }],
        }),
      );
    await assert.rejects(update('Shop-App/1/nothing.zip'), refused('ValidationException', /no attachment/));
    await update('Shop-App/1/app.zip');
    await sandbox.pass(2);
    assert.equal((await describe(sandbox, 'Shop-App', '2'))?.Status, 'Active');
  }));

test('an application configuration has to name its schema', () =>
  withSandbox(async ({ ssm }) => {
    const input = { Name: 'Shop-Flags', Content: '{"dark":true}', DocumentType: 'ApplicationConfiguration' as const };
    await assert.rejects(ssm.send(new CreateDocumentCommand(input)), refused('ValidationException', /schema/));
    await ssm.send(
      new CreateDocumentCommand({
        Name: 'Shop-FlagsSchema',
        Content: '{"type":"object"}',
        DocumentType: 'ApplicationConfigurationSchema',
      }),
    );
    await ssm.send(new CreateDocumentCommand({ ...input, Requires: [{ Name: 'Shop-FlagsSchema', Version: '1' }] }));
  }));
