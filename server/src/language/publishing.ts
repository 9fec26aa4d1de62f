/**
 * What publishing a document takes: the types that the service may give it, its format, its text and the files attached to
 * it. A document that a template carries is written out as JSON, where nothing of it is left for the template to fill in.
 */

import { type Attached, attachedTo } from './attached.ts';
import type { Document, Part } from './document.ts';
import { type KindId, kinds, ssmKinds } from './kinds/index.ts';
import { meaningOf } from './meaning.ts';
import { freeTextOf } from './publishingFree.ts';
import { dataOf, isRefusal, type Refusal } from './refactor/data.ts';
import { writeJson } from './refactor/write.ts';
import { get, textOf } from './syntax/node.ts';

export interface Publishing {
  /** The values of `DocumentType` that a new document of this content can have, the likeliest first; never empty. */
  types: string[];
  /** The types of a document that is there already and that this can be a new version of. */
  versionOf: string[];
  format: 'YAML' | 'JSON' | 'TEXT';
  /** What is sent as `Content`. */
  text: string;
  /** The name that the template around it gives it. */
  name?: string;
  /** The files that it names and that are sent beside it; absent where there are none. */
  attachments?: Attached[];
  /** Nothing in the content says that it is meant for Systems Manager. */
  unrecognised?: true;
}

/** Types by kind. A Policy document has the content of a Command document, and only State Manager takes it. */
const types: Partial<Record<KindId, readonly string[]>> = {
  automation: ['Automation', 'Automation.ChangeTemplate'],
  'change-template': ['Automation.ChangeTemplate'],
  command: ['Command', 'Policy'],
  session: ['Session'],
  package: ['Package'],
  'cloudformation-wrapper': ['CloudFormation'],
  'conformance-pack-wrapper': ['ConformancePackTemplate', 'CloudFormation'],
  'quick-setup': ['QuickSetup'],
};

/** The values of `DocumentType` that a kind can have, the usual one first; none for a kind of another service. */
export function typesOfKind(kind: KindId | undefined): string[] {
  return kind === undefined ? [] : [...(types[kind] ?? [])];
}

/** The parts of a text that Systems Manager could be given: what stands for itself goes before what it carries. */
export function publishableParts({ parts }: Document): Part[] {
  const all = parts.filter(({ kind }) => kind !== undefined && ssmKinds.includes(kind));
  const own = all.filter(({ embedded }) => !embedded);
  return own.length > 0 ? own : all;
}

/** What is sent to publish a text, or why it cannot be: a sentence. */
export function publishingOf(document: Document): Publishing | Refusal {
  const parts = publishableParts(document);
  const [part] = parts;
  if (part === undefined) return ofAnotherService(document) ?? freeTextOf(document.text);
  if (parts.length > 1)
    return { refused: `The text holds ${parts.length} documents. Put the one to be published into a file of its own.` };
  const attachments = attachedTo(part);
  const publishing = {
    types: typesOf(part),
    versionOf: typesOfKind(part.kind),
    ...(attachments.length > 0 && { attachments }),
  };
  if (!part.embedded) return { ...publishing, format: part.format === 'json' ? 'JSON' : 'YAML', text: document.text };
  const read = dataOf(part.root);
  if (isRefusal(read) || holdsTemplate(document.text.slice(part.root.start, part.root.end)))
    return { refused: 'The template fills in parts of this document: deploy the template instead.' };
  const name = part.name?.text;
  return { ...publishing, format: 'JSON', text: `${writeJson(read.data)}\n`, ...(name !== undefined && { name }) };
}

/** Of the types of its kind those that its content leaves open. */
function typesOf(part: Part): string[] {
  const all = typesOfKind(part.kind);
  const { documentType } = part;
  if (documentType !== undefined && all.includes(documentType)) return [documentType];
  switch (part.kind) {
    case 'command': {
      if (part.embedded) return ['Command'];
      // "2.0 or later": there were no Policy documents before.
      if (textOf(get(part.root, 'schemaVersion'))?.startsWith('1.')) return ['Command'];
      return actionsOf(part).every((action) => action === 'aws:softwareInventory') ? all.reverse() : all;
    }
    case 'automation':
      return actionsOf(part).every((action) => action === 'aws:approve') ? all : ['Automation'];
    default:
      return all;
  }
}

/** At least one, so that "every" says something; a document without steps has the empty action. */
function actionsOf(part: Part): string[] {
  const actions = meaningOf(part).view.all.map(({ action }) => action ?? '');
  return actions.length > 0 ? actions : [''];
}

/** Why a document of ours that is not for Systems Manager is not published there. */
function ofAnotherService({ parts }: Document): Refusal | undefined {
  const kind = parts.find((part) => part.kind !== undefined)?.kind;
  const title = kinds.find(({ id }) => id === kind)?.title;
  if (kind === undefined || title === undefined) return undefined;
  if (kind === 'run')
    return { refused: 'A run file is not published. It says what to run: use "Run" above its first line.' };
  if (kind === 'conformance-pack' || kind === 'cloudformation-template')
    return {
      refused: `${title}: deploy it. To keep it in Systems Manager, make it the templateBody of a document with schemaVersion "1.0".`,
    };
  return { refused: `${title}: AWS Config takes this, not Systems Manager.` };
}

/** What only CloudFormation or Terraform can fill in. */
function holdsTemplate(text: string): boolean {
  return /\$\{|["']?Fn::|["']?\bRef["']?\s*:|!(?:Ref|Sub|GetAtt|If|Join|ImportValue|FindInMap)\b/.test(text);
}
