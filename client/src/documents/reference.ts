/** What is known of a published document without asking again: enough to open it, and to show it as a pin. */

import type { DocumentIdentifier } from '@aws-sdk/client-ssm';

/** Whose it is, as far as it matters: what one may change, what others share, what AWS publishes. */
export type Ownership = 'own' | 'shared' | 'amazon';

export interface DocumentReference {
  /** A name; an ARN for a document of another account. */
  readonly name: string;
  readonly type?: string;
  readonly format?: string;
  /** An account id, `Amazon`, or the name of a third party. */
  readonly owner?: string;
  readonly ownership: Ownership;
  /** The default version, when it was listed. */
  readonly version?: string;
  readonly versionName?: string;
  readonly platforms?: readonly string[];
  readonly schemaVersion?: string;
  readonly targetType?: string;
  readonly displayName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What `ListDocuments` tells of one. */
export function referenceOf(listed: DocumentIdentifier, ownership: Ownership): DocumentReference {
  const { Name = '', DocumentType, DocumentFormat, Owner, DocumentVersion, VersionName, PlatformTypes } = listed;
  const { SchemaVersion, TargetType, DisplayName, Tags } = listed;
  return {
    name: Name,
    ownership,
    ...(DocumentType !== undefined && { type: DocumentType }),
    ...(DocumentFormat !== undefined && { format: DocumentFormat }),
    ...(Owner !== undefined && { owner: Owner }),
    ...(DocumentVersion !== undefined && { version: DocumentVersion }),
    ...(VersionName !== undefined && { versionName: VersionName }),
    ...(PlatformTypes !== undefined && { platforms: PlatformTypes }),
    ...(SchemaVersion !== undefined && { schemaVersion: SchemaVersion }),
    ...(TargetType !== undefined && { targetType: TargetType }),
    ...(DisplayName !== undefined && { displayName: DisplayName }),
    ...(Tags?.length && { tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])) }),
  };
}

/** The name without the ARN around it. */
export function bareName(name: string): string {
  return name.startsWith('arn:') ? name.replace(/^.*?\//, '') : name;
}

const partitions: readonly [RegExp, string][] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^eusc-/, 'aws-eusc'],
];

/** The ARN of a document, as policies take it. Documents of Amazon have no account in theirs. */
export function arnOf({ name, owner = '' }: Pick<DocumentReference, 'name' | 'owner'>, region: string): string {
  if (name.startsWith('arn:')) return name;
  const partition = partitions.find(([regions]) => regions.test(region))?.[1] ?? 'aws';
  return `arn:${partition}:ssm:${region}:${/^\d{12}$/.test(owner) ? owner : ''}:document/${name}`;
}
