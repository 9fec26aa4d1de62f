/** Documents in words, icons and menu contexts. Free of `vscode`, so that tests need no editor. */

import type { DocumentKeyValuesFilter, DocumentVersionInfo } from '@aws-sdk/client-ssm';
import { bareName, type DocumentReference } from './reference.ts';

interface TypeWords {
  /** Of many, for a group. */
  title: string;
  icon: string;
  /** What takes it, for who has to choose among types. */
  use?: string;
}

/** The types of the service, in the order in which they are shown. What is not here is shown by its name. */
export const documentTypes: Readonly<Record<string, TypeWords>> = {
  Automation: { title: 'Runbooks', icon: 'book', use: 'steps that Automation runs' },
  Command: {
    title: 'Command documents',
    icon: 'terminal',
    use: 'for Run Command, State Manager and maintenance windows',
  },
  Session: { title: 'Session documents', icon: 'vm-connect' },
  Policy: {
    title: 'Policy documents',
    icon: 'law',
    use: 'for State Manager alone, such as what inventory is gathered',
  },
  Package: { title: 'Packages', icon: 'package' },
  'Automation.ChangeTemplate': {
    title: 'Change templates',
    icon: 'git-pull-request',
    use: 'what Change Manager asks for before a change',
  },
  ChangeCalendar: { title: 'Change calendars', icon: 'calendar' },
  CloudFormation: {
    title: 'CloudFormation templates',
    icon: 'layers',
    use: 'a template that Application Manager keeps',
  },
  ConformancePackTemplate: { title: 'Conformance packs', icon: 'checklist', use: 'a pack that AWS Config deploys' },
  QuickSetup: { title: 'Quick Setup', icon: 'rocket' },
  ApplicationConfiguration: {
    title: 'Application configurations',
    icon: 'settings-gear',
    use: 'data that AppConfig hands to an application',
  },
  ApplicationConfigurationSchema: {
    title: 'Schemas of application configurations',
    icon: 'symbol-structure',
    use: 'the JSON Schema that such data is held against',
  },
  DeploymentStrategy: { title: 'Deployment strategies', icon: 'milestone' },
  ProblemAnalysis: { title: 'Problem analyses', icon: 'search', use: 'an analysis after an incident' },
  ProblemAnalysisTemplate: {
    title: 'Templates of problem analyses',
    icon: 'search',
    use: 'what such an analysis begins with',
  },
  ManualApprovalPolicy: {
    title: 'Policies of manual approval',
    icon: 'pass',
    use: 'who approves access to nodes just in time',
  },
  AutoApprovalPolicy: { title: 'Policies of automatic approval', icon: 'pass' },
};

/** A codicon. */
export function iconOf(type: string | undefined): string {
  return documentTypes[type ?? '']?.icon ?? 'file';
}

/** What takes a document of a type; empty for one that nobody has to choose. */
export function useOf(type: string): string {
  return documentTypes[type]?.use ?? '';
}

/** Documents by type: the known types in their order, then the others by name. */
export function byType<T extends { readonly type?: string }>(
  documents: readonly T[],
): [type: string, documents: T[]][] {
  const groups = new Map<string, T[]>();
  for (const each of documents) {
    const type = each.type ?? 'Other';
    groups.set(type, [...(groups.get(type) ?? []), each]);
  }
  const order = Object.keys(documentTypes);
  const place = (type: string): number => (order.indexOf(type) + order.length + 1) % (order.length + 1);
  return [...groups].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Beside the name: what tells documents apart at a glance. */
export function descriptionOf({ type, version, versionName, platforms = [] }: DocumentReference): string {
  // A document for all platforms is the usual case.
  const some = platforms.length > 0 && platforms.length < 3 && type !== 'Automation' ? platforms.join(', ') : '';
  return [version && `v${version}`, versionName, some].filter(Boolean).join(' · ');
}

/** As Markdown: one fact a line. */
export function tooltipOf(document: DocumentReference): string {
  const { name, type, format, owner, version, versionName, platforms, schemaVersion, targetType, displayName, tags } =
    document;
  const facts: [string, string | undefined][] = [
    ['Name', displayName],
    ['Type', type],
    ['Format', format],
    ['Schema', schemaVersion],
    ['Default version', version && [version, versionName].filter(Boolean).join(' · ')],
    ['Platforms', platforms?.join(', ')],
    ['Targets', targetType],
    ['Owner', owner],
    [
      'Tags',
      tags &&
        Object.entries(tags)
          .map(([key, value]) => `${key}=${value}`)
          .join(', '),
    ],
  ];
  const lines = facts.flatMap(([label, value]) => (value ? [`${label}: ${escaped(value)}`] : []));
  const note = opensAs(type);
  return [`**${escaped(bareName(name))}**`, ...lines, ...(note ? [`*${note}*`] : [])].join('  \n');
}

/** What of a document cannot be read as text, and why; undefined where all of it can. */
export function opensAs(type: string | undefined): string | undefined {
  if (type !== 'Package') return undefined;
  return 'Opens as its manifest. The archives attached to a package are binary and are not shown.';
}

/** For `when` clauses: the noun, whose it is, its format, and whether it is pinned. */
export function contextOf({ ownership, format }: DocumentReference, pinned: boolean): string {
  return ['document', ownership, format?.toLowerCase(), pinned && 'pinned'].filter(Boolean).join(' ');
}

/** One version in words: its name, whether it is the default, its format, when it was made, what is wrong with it. */
export function versionWords(version: DocumentVersionInfo): string {
  const { VersionName, IsDefaultVersion, DocumentFormat, CreatedDate, Status } = version;
  const status = Status === undefined || Status === 'Active' ? undefined : Status.toLowerCase();
  return [IsDefaultVersion && 'default', VersionName, DocumentFormat, CreatedDate?.toLocaleDateString(), status]
    .filter(Boolean)
    .join(' · ');
}

/**
 * The filters of `ListDocuments` for what somebody typed: words are keywords, `name:AWS-Run` is the beginning of a name,
 * `type:`, `platform:` and `tag:KEY=VALUE` are what they say.
 */
export function filtersOf(text: string): DocumentKeyValuesFilter[] {
  const keywords: string[] = [];
  const filters: DocumentKeyValuesFilter[] = [];
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const [, key = '', value = ''] = /^(name|type|platform|tag):(.+)$/i.exec(word) ?? [];
    const [tag = '', wanted] = value.split(/=(.*)/);
    if (key === '') keywords.push(word);
    else if (/name/i.test(key)) filters.push({ Key: 'Name', Values: [value] });
    else if (/type/i.test(key)) filters.push({ Key: 'DocumentType', Values: [value] });
    else if (/platform/i.test(key)) filters.push({ Key: 'PlatformTypes', Values: [value] });
    else if (wanted !== undefined) filters.push({ Key: `tag:${tag}`, Values: [wanted] });
    else keywords.push(word);
  }
  return keywords.length > 0 ? [{ Key: 'SearchKeyword', Values: keywords }, ...filters] : filters;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~]/g, '\\$&');
}
