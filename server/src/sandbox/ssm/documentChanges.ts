/** Documents that are made, get new versions and defaults, and go; each text is checked by the language core first. */

import type {
  CreateDocumentRequest,
  DeleteDocumentRequest,
  DocumentDescription,
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentRequest,
} from '@aws-sdk/client-ssm';
import { check } from '../../language/index.ts';
import { kindsOfTypes } from '../../language/kinds/recognise.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { associationsOf } from './associations/store.ts';
import { takeAttachments } from './attachments.ts';
import {
  type DocumentType,
  type DocumentVersion,
  describe,
  documentNamed,
  documentsOf,
  ownNamed,
  parsed,
  type StoredDocument,
  versionOf,
} from './documents.ts';
import { tagsOf } from './tags.ts';

const largestContent = 64 * 1024;
const mostVersions = 1000;
const reserved = /^(?:aws|amazon|amzn)/i;

/** Refuses what the service would: the first fault, with its place. */
function checkContent(content: string, format: DocumentVersion['format'], type: DocumentType): void {
  if (Buffer.byteLength(content) > largestContent)
    throw new ServiceError('MaxDocumentSizeExceeded', 'The size limit of a document is 64 KB.');
  if (kindsOfTypes[type] === undefined || format === 'TEXT') return;
  const [fault] = check(parsed({ content, format }, type)).filter(({ severity }) => severity === 'error');
  if (fault === undefined) return;
  const line = content.slice(0, fault.start).split('\n').length;
  throw new ServiceError('InvalidDocumentContent', `Line ${line}: ${fault.message}. (${fault.rule})`);
}

export function createDocument(
  account: Account,
  input: CreateDocumentRequest,
): { DocumentDescription: DocumentDescription } {
  const { Name = '', Content = '', DocumentType = 'Command', DocumentFormat = 'JSON' } = input;
  if (!/^[a-zA-Z0-9_\-.]{3,128}$/.test(Name) || reserved.test(Name))
    throw new ServiceError(
      'ValidationException',
      `Document name ${Name} is not valid: it has a reserved prefix or characters that are not allowed.`,
    );
  const documents = documentsOf(account);
  if (Object.hasOwn(documents, Name))
    throw new ServiceError('DocumentAlreadyExists', `Document with same name ${Name} already exists`);
  checkContent(Content, DocumentFormat, DocumentType);
  if (DocumentType === 'ApplicationConfiguration' && !input.Requires?.length)
    throw new ServiceError('ValidationException', 'An application configuration requires a schema document.');
  const taken = attachmentsOf(account, input, { content: Content, format: DocumentFormat, type: DocumentType });
  const now = account.now();
  const document: StoredDocument = {
    name: Name,
    type: DocumentType,
    owner: account.settings.accountId,
    created: now,
    versions: [
      { version: '1', content: Content, format: DocumentFormat, created: now, ...named(input.VersionName), ...taken },
    ],
    defaultVersion: '1',
    sharedWith: [],
    ...(input.TargetType !== undefined && { targetType: input.TargetType }),
    ...(input.DisplayName !== undefined && { displayName: input.DisplayName }),
  };
  documents[Name] = document;
  tagsOf(account).set('Document', Name, input.Tags ?? []);
  return { DocumentDescription: describe(account, document, '1') };
}

function named(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name };
}

function attachmentsOf(
  account: Account,
  { Attachments = [] }: Pick<CreateDocumentRequest, 'Attachments'>,
  { content, format, type }: Pick<DocumentVersion, 'content' | 'format'> & { type: DocumentType },
): Pick<DocumentVersion, 'attachments'> {
  const [part] = format === 'TEXT' ? [] : parsed({ content, format }, type).parts;
  const attachments = takeAttachments(account, part, Attachments, (name, version) => {
    const found = versionOf(documentNamed(account, name), version);
    return found.attachments?.files ?? [];
  });
  return attachments ? { attachments } : {};
}

export function updateDocument(
  account: Account,
  input: UpdateDocumentRequest,
): { DocumentDescription: DocumentDescription } {
  const document = ownNamed(account, input.Name ?? '');
  const { Content = '', DocumentFormat = 'JSON', DocumentVersion = '$LATEST', VersionName } = input;
  const latest = document.versions.at(-1);
  if (versionOf(document, DocumentVersion) !== latest)
    throw new ServiceError(
      'InvalidDocumentVersion',
      'The document version is not the latest: only that one can be updated.',
    );
  if (document.versions.some(({ content, format }) => content === Content && format === DocumentFormat))
    throw new ServiceError(
      'DuplicateDocumentContent',
      'The content of the document is the same as that of another version.',
    );
  if (VersionName !== undefined && document.versions.some(({ name }) => name === VersionName))
    throw new ServiceError('DuplicateDocumentVersionName', `The version name ${VersionName} is already in use.`);
  if (document.versions.length >= mostVersions)
    throw new ServiceError('DocumentVersionLimitExceeded', `A document has at most ${mostVersions} versions.`);
  checkContent(Content, DocumentFormat, document.type);
  const taken = attachmentsOf(account, input, { content: Content, format: DocumentFormat, type: document.type });
  const version = String(Number(latest?.version ?? 0) + 1);
  document.versions.push({
    version,
    content: Content,
    format: DocumentFormat,
    created: account.now(),
    ...named(VersionName),
    ...taken,
  });
  return { DocumentDescription: describe(account, document, version) };
}

export function updateDocumentDefaultVersion(account: Account, input: UpdateDocumentDefaultVersionRequest) {
  const document = ownNamed(account, input.Name ?? '');
  const version = versionOf(document, input.DocumentVersion);
  document.defaultVersion = version.version;
  return {
    Description: { Name: document.name, DefaultVersion: version.version, DefaultVersionName: version.name },
  };
}

export function deleteDocument(account: Account, { Name = '', DocumentVersion, VersionName }: DeleteDocumentRequest) {
  const document = ownNamed(account, Name);
  if (DocumentVersion === undefined && VersionName === undefined) {
    if (document.sharedWith.length > 0)
      throw new ServiceError(
        'InvalidDocumentOperation',
        `Document ${document.name} is shared: stop sharing it before it is deleted.`,
      );
    if (Object.values(associationsOf(account)).some(({ versions }) => versions.at(-1)?.document === document.name))
      throw new ServiceError(
        'AssociatedInstances',
        'You must disassociate a document from all managed nodes before you can delete it.',
      );
    delete documentsOf(account)[document.name];
    tagsOf(account).remove('Document', document.name);
    return {};
  }
  const version = versionOf(document, VersionName ?? DocumentVersion);
  if (version.version === document.defaultVersion)
    throw new ServiceError('InvalidDocumentOperation', 'The default version of a document cannot be deleted.');
  document.versions = document.versions.filter((each) => each !== version);
  return {};
}
