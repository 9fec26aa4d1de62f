/** Documents as they are listed, and the filters of the list. */

import type {
  DocumentDescription,
  DocumentIdentifier,
  DocumentKeyValuesFilter,
  ListDocumentsRequest,
} from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { documentsOf, platformsOf, publishedNamed, type StoredDocument, versionOf } from './documents.ts';
import { tagsOf } from './tags.ts';

export function listDocuments(account: Account, input: ListDocumentsRequest) {
  const old = (input.DocumentFilterList ?? []).map(({ key, value }) => ({ Key: key ?? '', Values: [value ?? ''] }));
  const filters: DocumentKeyValuesFilter[] = [...(input.Filters ?? []), ...old];
  const all = [
    ...Object.values(documentsOf(account)),
    ...Object.keys(account.library.documents()).flatMap((name) => publishedNamed(account, name) ?? []),
  ].filter((document) => filters.every((filter) => passes(account, document, filter)));
  const page = pageOf(
    'ListDocuments',
    all.sort((a, b) => (a.name < b.name ? -1 : 1)),
    input,
  );
  return {
    DocumentIdentifiers: page.items.map((document) => identify(account, document)),
    NextToken: page.NextToken,
  };
}

function identify(account: Account, document: StoredDocument): DocumentIdentifier {
  const version = versionOf(document);
  return {
    Name: document.name,
    CreatedDate: new Date(document.created),
    DisplayName: document.displayName,
    Owner: document.owner,
    VersionName: version.name,
    PlatformTypes: platformsOf(version, document.type),
    DocumentVersion: version.version,
    DocumentType: document.type as DocumentDescription['DocumentType'],
    SchemaVersion: /schemaVersion["']?\s*:\s*["']?([\d.]+)/.exec(version.content)?.[1],
    DocumentFormat: version.format,
    TargetType: document.targetType,
    Tags: tagsOf(account).get('Document', document.name),
  };
}

function passes(
  account: Account,
  document: StoredDocument,
  { Key = '', Values = [] }: DocumentKeyValuesFilter,
): boolean {
  if (Values.length === 0) return true;
  const { accountId } = account.settings;
  switch (Key.toLowerCase()) {
    case 'owner':
      return Values.some(
        (value) =>
          value === 'All' ||
          (value === 'Amazon' && document.owner === 'Amazon') ||
          (value === 'Self' && document.owner === accountId) ||
          (value === 'Public' && document.sharedWith.includes('all')) ||
          // What other accounts share with this one, not what it shares itself.
          (value === 'Private' && document.owner !== accountId && document.sharedWith.includes(accountId)) ||
          value === document.owner,
      );
    case 'name':
      return Values.some((value) => document.name.startsWith(value));
    case 'searchkeyword':
      return Values.every((value) => document.name.toLowerCase().includes(value.toLowerCase()));
    case 'documenttype':
      return Values.includes(document.type);
    case 'platformtypes':
      return platformsOf(versionOf(document), document.type).some((platform) => Values.includes(platform));
    case 'targettype':
      return Values.some((value) => (document.targetType ?? '').startsWith(value));
    default:
      if (Key.startsWith('tag:'))
        return tagsOf(account)
          .get('Document', document.name)
          .some((tag) => tag.Key === Key.slice(4) && Values.includes(tag.Value ?? ''));
      throw new ServiceError('InvalidFilterKey', `The filter key ${Key} is not valid.`);
  }
}
