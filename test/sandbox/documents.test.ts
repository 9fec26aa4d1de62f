/** The account's own documents: versions, who they are shared with, tags. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AddTagsToResourceCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  DescribeDocumentPermissionCommand,
  DescribeInstanceInformationCommand,
  type DocumentKeyValuesFilter,
  GetDocumentCommand,
  ListDocumentsCommand,
  ListTagsForResourceCommand,
  ModifyDocumentPermissionCommand,
  paginateListDocuments,
  paginateListDocumentVersions,
  RemoveTagsFromResourceCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { check } from '../helpers.ts';
import { refused, withSandbox } from '../helpers-sandbox.ts';

const Name = 'Shop-RestartWebServer';

test('documents are listed by owner, type, name and tag', () =>
  withSandbox(async ({ ssm }) => {
    const names = async (...Filters: DocumentKeyValuesFilter[]) => {
      const found: string[] = [];
      for await (const page of paginateListDocuments({ client: ssm, pageSize: 5 }, { Filters }))
        found.push(...(page.DocumentIdentifiers ?? []).map(({ Name = '' }) => Name));
      return found;
    };
    const self = { Key: 'Owner', Values: ['Self'] };
    const own = ['Shop-DiskReport', 'Shop-PatchWithApproval', Name];
    assert.deepEqual(await names(self), own);
    const amazon = await names({ Key: 'Owner', Values: ['Amazon'] });
    assert.ok(amazon.length > 30 && amazon.every((name) => !own.includes(name)));
    const shared = await names({ Key: 'Owner', Values: ['Private'] });
    assert.deepEqual(shared, ['arn:aws:ssm:eu-west-1:210987654321:document/Platform-HealthCheck']);
    assert.deepEqual(await names(), [...amazon, ...own, ...shared].sort());
    assert.deepEqual(await names(self, { Key: 'DocumentType', Values: ['Command'] }), ['Shop-DiskReport']);
    assert.deepEqual(await names({ Key: 'Name', Values: ['Shop-R'] }), [Name]);
    await ssm.send(
      new AddTagsToResourceCommand({
        ResourceType: 'Document',
        ResourceId: Name,
        Tags: [{ Key: 'Team', Value: 'web' }],
      }),
    );
    assert.deepEqual(await names({ Key: 'tag:Team', Values: ['web'] }), [Name]);
    await assert.rejects(
      ssm.send(new ListDocumentsCommand({ Filters: [{ Key: 'Colour', Values: ['red'] }] })),
      refused('InvalidFilterKey'),
    );
  }));

test('the documents that the account begins with are sound', () =>
  withSandbox(async ({ ssm }) => {
    const { DocumentIdentifiers = [] } = await ssm.send(
      new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: ['Self'] }] }),
    );
    for (const { Name } of DocumentIdentifiers)
      for await (const page of paginateListDocumentVersions({ client: ssm }, { Name }))
        for (const { DocumentVersion } of page.DocumentVersions ?? []) {
          const { Content = '' } = await ssm.send(new GetDocumentCommand({ Name, DocumentVersion }));
          const problems = check(Content).filter((line) => !/^\S+ hint /.test(line));
          assert.deepEqual(problems, [], `${Name} ${DocumentVersion}`);
        }
  }));

test('a document has versions, of which one is the default', () =>
  withSandbox(async ({ ssm }) => {
    const versions = async () => {
      const found: string[] = [];
      for await (const page of paginateListDocumentVersions({ client: ssm, pageSize: 2 }, { Name }))
        for (const { DocumentVersion, VersionName, IsDefaultVersion } of page.DocumentVersions ?? [])
          found.push(`${DocumentVersion} ${VersionName ?? '-'}${IsDefaultVersion ? ' default' : ''}`);
      return found;
    };
    assert.deepEqual(await versions(), ['3 drains-first', '2 with-a-look default', '1 -']);
    const { Content = '' } = await ssm.send(new GetDocumentCommand({ Name, DocumentVersion: '$LATEST' }));
    const update = { Name, Content: Content.replace('PT2H', 'PT1H'), DocumentFormat: 'YAML' as const };
    await assert.rejects(
      ssm.send(new UpdateDocumentCommand({ ...update, DocumentVersion: '1' })),
      refused('InvalidDocumentVersion'),
    );
    await assert.rejects(
      ssm.send(new UpdateDocumentCommand({ ...update, VersionName: 'drains-first', DocumentVersion: '$LATEST' })),
      refused('DuplicateDocumentVersionName'),
    );
    await ssm.send(new UpdateDocumentCommand({ ...update, DocumentVersion: '3' }));
    await ssm.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion: '4' }));
    assert.equal((await versions())[0], '4 - default');
    const { Document } = await ssm.send(new DescribeDocumentCommand({ Name }));
    assert.equal(`${Document?.DocumentVersion} ${Document?.LatestVersion} ${Document?.DefaultVersion}`, '4 4 4');
  }));

test('a document is shared with accounts, and not deleted while it is', () =>
  withSandbox(async ({ ssm }) => {
    const asked = { Name: 'Shop-DiskReport', PermissionType: 'Share' as const };
    const shared = async () => (await ssm.send(new DescribeDocumentPermissionCommand(asked))).AccountIds;
    assert.deepEqual(await shared(), ['210987654321']);
    const modify = (input: {
      AccountIdsToAdd?: string[];
      AccountIdsToRemove?: string[];
      SharedDocumentVersion?: string;
    }) => ssm.send(new ModifyDocumentPermissionCommand({ ...asked, ...input }));
    await modify({ AccountIdsToAdd: ['111122223333'], SharedDocumentVersion: '1' });
    const first = await ssm.send(new DescribeDocumentPermissionCommand({ ...asked, MaxResults: 1 }));
    assert.deepEqual(first.AccountIds, ['210987654321']);
    const second = await ssm.send(new DescribeDocumentPermissionCommand({ ...asked, NextToken: first.NextToken }));
    assert.deepEqual(second.AccountSharingInfoList, [{ AccountId: '111122223333', SharedDocumentVersion: '1' }]);
    await assert.rejects(modify({ AccountIdsToAdd: ['nobody'] }), refused('ValidationException', /nobody/));
    await assert.rejects(ssm.send(new DeleteDocumentCommand(asked)), refused('InvalidDocumentOperation', /shared/));
    await assert.rejects(
      ssm.send(new ModifyDocumentPermissionCommand({ ...asked, Name: 'AWS-RunShellScript' })),
      refused('InvalidDocument', /not owned/),
    );
    await modify({ AccountIdsToRemove: ['210987654321', '111122223333'] });
    await ssm.send(new DeleteDocumentCommand(asked));
    await assert.rejects(ssm.send(new DescribeDocumentCommand(asked)), refused('InvalidDocument'));
  }));

test('the tags of a node elsewhere are those that filters see', () =>
  withSandbox(async ({ ssm }) => {
    const nodes = async (Key: string, value: string) =>
      (await ssm.send(new DescribeInstanceInformationCommand({ Filters: [{ Key, Values: [value] }] })))
        .InstanceInformationList ?? [];
    const [hybrid] = await nodes('ResourceType', 'ManagedInstance');
    const node = { ResourceType: 'ManagedInstance' as const, ResourceId: hybrid?.InstanceId };
    const tags = async () => (await ssm.send(new ListTagsForResourceCommand(node))).TagList ?? [];
    assert.ok((await tags()).some(({ Key, Value }) => Key === 'Name' && Value === hybrid?.Name));
    await ssm.send(new AddTagsToResourceCommand({ ...node, Tags: [{ Key: 'Floor', Value: '2' }] }));
    assert.deepEqual(
      (await nodes('tag:Floor', '2')).map(({ InstanceId }) => InstanceId),
      [hybrid?.InstanceId],
    );
    await ssm.send(new RemoveTagsFromResourceCommand({ ...node, TagKeys: ['Floor'] }));
    assert.ok((await tags()).every(({ Key }) => Key !== 'Floor'));
    for (const ResourceId of ['mi-00000000000000000', (await nodes('ResourceType', 'EC2Instance'))[0]?.InstanceId])
      await assert.rejects(
        ssm.send(new ListTagsForResourceCommand({ ...node, ResourceId })),
        refused('InvalidResourceId'),
      );
  }));
