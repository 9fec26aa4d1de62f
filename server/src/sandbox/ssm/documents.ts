/**
 * Documents of the account and those that AWS publishes: in versions, readable in both formats. What changes them stands in
 * `documentChanges.ts`.
 */

import { createHash } from 'node:crypto';
import type {
  DescribeDocumentRequest,
  DocumentDescription,
  DocumentParameter,
  GetDocumentRequest,
  ListDocumentVersionsRequest,
  PlatformType,
} from '@aws-sdk/client-ssm';
import { dump } from 'js-yaml';
import { pluginNamed } from '../../language/catalogue.ts';
import { type Document, parse } from '../../language/index.ts';
import { kindsOfTypes } from '../../language/kinds/recognise.ts';
import { meaningOf } from '../../language/meaning.ts';
import { get, textOf } from '../../language/syntax/node.ts';
import { type Json, plainOf, textOfValue } from '../../simulator/json.ts';
import { declaredIn } from '../../simulator/program.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { copyTime, type TakenAttachments } from './attachments.ts';
import { demoDocuments } from './demo/documents.ts';
import { tagsOf } from './tags.ts';

export type DocumentType = 'Command' | 'Automation' | 'Session' | 'Policy' | 'Package' | string;

export interface DocumentVersion {
  version: string;
  name?: string;
  content: string;
  format: 'JSON' | 'YAML' | 'TEXT';
  created: number;
  attachments?: TakenAttachments;
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

/** A version with files is made in a moment, and may fail then. */
function statusOf(account: Account, { created, attachments }: DocumentVersion) {
  if (attachments === undefined) return { Status: 'Active' as const };
  if (account.now() < created + copyTime) return { Status: 'Creating' as const };
  const { failure } = attachments;
  return failure === undefined
    ? { Status: 'Active' as const }
    : { Status: 'Failed' as const, StatusInformation: failure };
}

/** A document that this account owns. Throws `InvalidDocument` for any other. */
export function ownNamed(account: Account, name: string): StoredDocument {
  const document = documentNamed(account, name);
  if (document.owner !== account.settings.accountId)
    throw new ServiceError('InvalidDocument', `Document ${document.name} is not owned by this account.`);
  return document;
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
    ...statusOf(account, version),
    Content: inFormat(version, document.type, DocumentFormat),
    DocumentType: document.type,
    DocumentFormat: DocumentFormat ?? version.format,
    DisplayName: document.displayName,
    ...(version.attachments && {
      AttachmentsContent: version.attachments.files.map(({ name, sha256 }) => ({
        ...{ Name: name, Hash: sha256, HashType: 'Sha256' },
      })),
    }),
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

/** A version as the service describes it. */
export function describe(account: Account, document: StoredDocument, number: string): DocumentDescription {
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
    ...statusOf(account, version),
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
    ...(version.attachments && {
      AttachmentsInformation: version.attachments.files.map(({ name }) => ({ Name: name })),
    }),
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
    DocumentVersions: page.items.map((each) => ({
      Name: document.name,
      DisplayName: document.displayName,
      DocumentVersion: each.version,
      VersionName: each.name,
      CreatedDate: new Date(each.created),
      IsDefaultVersion: each.version === document.defaultVersion,
      DocumentFormat: each.format,
      ...statusOf(account, each),
    })),
    NextToken: page.NextToken,
  };
}
