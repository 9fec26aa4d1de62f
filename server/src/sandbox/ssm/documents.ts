/**
 * Documents of the account and those that AWS publishes: created and updated with full checking by the language core, in
 * versions, readable in both formats.
 */

import { createHash } from 'node:crypto';
import type {
  CreateDocumentRequest,
  DeleteDocumentRequest,
  DescribeDocumentRequest,
  DocumentDescription,
  DocumentParameter,
  GetDocumentRequest,
  ListDocumentVersionsRequest,
  PlatformType,
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentRequest,
} from '@aws-sdk/client-ssm';
import { dump } from 'js-yaml';
import { pluginNamed } from '../../language/catalogue.ts';
import { check, type Document, parse } from '../../language/index.ts';
import { kindsOfTypes } from '../../language/kinds/recognise.ts';
import { meaningOf } from '../../language/meaning.ts';
import { get, textOf } from '../../language/syntax/node.ts';
import { type Json, plainOf, textOfValue } from '../../simulator/json.ts';
import { declaredIn } from '../../simulator/program.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { demoDocuments } from './demo/documents.ts';
import { tagsOf } from './tags.ts';

export type DocumentType = 'Command' | 'Automation' | 'Session' | 'Policy' | 'Package' | string;

export interface DocumentVersion {
  version: string;
  name?: string;
  content: string;
  format: 'JSON' | 'YAML' | 'TEXT';
  created: number;
}

export interface StoredDocument {
  name: string;
  type: DocumentType;
  owner: string;
  created: number;
  versions: DocumentVersion[];
  defaultVersion: string;
  targetType?: string;
  displayName?: string;
  /** Accounts it is shared with; `all` for a public one. */
  sharedWith: string[];
  /** The version that an account sees where that is not the default one. */
  sharedVersions?: Record<string, string>;
}

/** The account's own documents by name. */
export const documentsOf = slice<Record<string, StoredDocument>>('ssm.documents', demoDocuments);

const largestContent = 64 * 1024;
const mostVersions = 1000;
const reserved = /^(?:aws|amazon|amzn)/i;

/** A document by its name or ARN: the account's own, else one that AWS publishes. Throws `InvalidDocument`. */
export function documentNamed(account: Account, name: string): StoredDocument {
  const own = documentsOf(account);
  // What another account shares is known by its ARN only.
  if (Object.hasOwn(own, name)) return own[name] as StoredDocument;
  const bare = name
    .replace(/^arn:[^:]*:ssm:[^:]*:[^:]*:(?:automation-definition|document)\//, '')
    .replace(/:[^:]*$/, '');
  if (Object.hasOwn(own, bare)) return own[bare] as StoredDocument;
  const published = publishedNamed(account, bare);
  if (published !== undefined) return published;
  throw new ServiceError('InvalidDocument', `Document with name ${bare} does not exist.`);
}

/** Made once each, so that a program that was compiled of one is found again. */
const published = new WeakMap<object, StoredDocument>();

/** The well-known documents never change, so that they are made when they are asked for and are no part of the state. */
export function publishedNamed(account: Account, name: string): StoredDocument | undefined {
  const list = account.library.documents();
  const found = Object.hasOwn(list, name) ? list[name] : undefined;
  if (found === undefined) return undefined;
  let document = published.get(found);
  if (document === undefined) {
    document = {
      name,
      type: found.type,
      owner: 'Amazon',
      created: 0,
      versions: [{ version: '1', content: found.content, format: 'YAML', created: 0 }],
      defaultVersion: '1',
      sharedWith: ['all'],
    };
    published.set(found, document);
  }
  return document;
}

/** One version of a document: `$DEFAULT`, `$LATEST`, a number, or the name of a version. */
export function versionOf(document: StoredDocument, wanted = '$DEFAULT'): DocumentVersion {
  const { versions, defaultVersion } = document;
  const number = wanted === '$DEFAULT' ? defaultVersion : wanted;
  const found =
    wanted === '$LATEST'
      ? versions.at(-1)
      : versions.find(({ version, name }) => version === number || name === wanted);
  if (found !== undefined) return found;
  throw new ServiceError('InvalidDocumentVersion', `Document version ${wanted} of ${document.name} does not exist.`);
}

/** The text of a document as the core reads it. */
export function parsed({ content, format }: Pick<DocumentVersion, 'content' | 'format'>, type: DocumentType): Document {
  const kind = kindsOfTypes[type];
  return parse(content, { format: format === 'YAML' ? 'yaml' : 'json', ...(kind !== undefined && { kind }) });
}

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
  const now = account.now();
  const document: StoredDocument = {
    name: Name,
    type: DocumentType,
    owner: account.settings.accountId,
    created: now,
    versions: [{ version: '1', content: Content, format: DocumentFormat, created: now, ...named(input.VersionName) }],
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

/** A document that this account owns. Throws `InvalidDocument` for any other. */
export function ownNamed(account: Account, name: string): StoredDocument {
  const document = documentNamed(account, name);
  if (document.owner !== account.settings.accountId)
    throw new ServiceError('InvalidDocument', `Document ${document.name} is not owned by this account.`);
  return document;
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
  const version = String(Number(latest?.version ?? 0) + 1);
  document.versions.push({
    version,
    content: Content,
    format: DocumentFormat,
    created: account.now(),
    ...named(VersionName),
  });
  return { DocumentDescription: describe(account, document, version) };
}

export function getDocument(
  account: Account,
  { Name = '', DocumentVersion, VersionName, DocumentFormat }: GetDocumentRequest,
) {
  const document = documentNamed(account, Name);
  const version = versionOf(document, VersionName ?? DocumentVersion);
  return {
    Name: document.name,
    CreatedDate: new Date(version.created),
    VersionName: version.name,
    DocumentVersion: version.version,
    Status: 'Active',
    Content: inFormat(version, document.type, DocumentFormat),
    DocumentType: document.type,
    DocumentFormat: DocumentFormat ?? version.format,
    DisplayName: document.displayName,
  };
}

/** The content in a format: as it was given where that is the same, else written anew. */
function inFormat(version: DocumentVersion, type: DocumentType, format: DocumentVersion['format'] | undefined): string {
  if (format === undefined || format === version.format || format === 'TEXT') return version.content;
  const value = plainOf(parsed(version, type).parts[0]?.root) ?? null;
  return format === 'JSON' ? JSON.stringify(value, null, 2) : dump(value, { lineWidth: -1 });
}

export function describeDocument(
  account: Account,
  { Name = '', DocumentVersion, VersionName }: DescribeDocumentRequest,
) {
  const document = documentNamed(account, Name);
  return { Document: describe(account, document, versionOf(document, VersionName ?? DocumentVersion).version) };
}

function describe(account: Account, document: StoredDocument, number: string): DocumentDescription {
  const version = versionOf(document, number);
  const [part] = parsed(version, document.type).parts;
  const root = part?.root;
  const tags = tagsOf(account).get('Document', document.name);
  return {
    Sha1: createHash('sha1').update(version.content).digest('hex'),
    Hash: createHash('sha256').update(version.content).digest('hex'),
    HashType: 'Sha256',
    Name: document.name,
    VersionName: version.name,
    DisplayName: document.displayName,
    Owner: document.owner,
    CreatedDate: new Date(version.created),
    Status: 'Active',
    DocumentVersion: version.version,
    Description: textOf(get(root, 'description')),
    Parameters: part === undefined ? [] : parametersOf(part),
    PlatformTypes: platformsOf(version, document.type),
    DocumentType: document.type as DocumentDescription['DocumentType'],
    SchemaVersion: textOf(get(root, 'schemaVersion')),
    LatestVersion: document.versions.at(-1)?.version,
    DefaultVersion: document.defaultVersion,
    DocumentFormat: version.format,
    TargetType: document.targetType,
    Tags: tags,
  };
}

function parametersOf(part: Document['parts'][number]): DocumentParameter[] {
  return [...declaredIn(meaningOf(part).view.parameters, plainOf)].map(([name, declared]) => ({
    Name: name,
    // The API knows two types; all others are described as text.
    Type: declared.type === 'StringList' ? 'StringList' : 'String',
    Description: textOfValue(plainOf(get(get(get(part.root, 'parameters'), name), 'description')) ?? ''),
    ...(declared.default !== undefined && { DefaultValue: written(declared.default) }),
  }));
}

function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The platforms that some step of a Command document runs on; all for other types. */
export function platformsOf(version: DocumentVersion, type: DocumentType): PlatformType[] {
  const all: PlatformType[] = ['Windows', 'Linux', 'MacOS'];
  const [part] = parsed(version, type).parts;
  if (type !== 'Command' || part === undefined) return all;
  const named = meaningOf(part).view.all.flatMap(({ action }) => pluginNamed(action)?.platforms ?? []);
  const some = all.filter((platform) => named.includes(platform));
  return some.length > 0 ? some : all;
}

export function listDocumentVersions(account: Account, input: ListDocumentVersionsRequest) {
  const document = documentNamed(account, input.Name ?? '');
  const page = pageOf(`ListDocumentVersions ${document.name}`, document.versions.toReversed(), input);
  return {
    DocumentVersions: page.items.map(({ version, name, format, created }) => ({
      Name: document.name,
      DisplayName: document.displayName,
      DocumentVersion: version,
      VersionName: name,
      CreatedDate: new Date(created),
      IsDefaultVersion: version === document.defaultVersion,
      DocumentFormat: format,
      Status: 'Active',
    })),
    NextToken: page.NextToken,
  };
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
