/**
 * What publishing a document takes: its type at the service, its format and its text. A document that a template carries is
 * written out as JSON, where nothing of it is left for the template to fill in.
 */

import type { Document, Part } from './document.ts';
import { type KindId, ssmKinds } from './kinds/index.ts';
import { dataOf, isRefusal, type Refusal } from './refactor/data.ts';
import { writeJson } from './refactor/write.ts';

export interface Publishing {
  /** The `DocumentType` that it is created with. */
  type: string;
  format: 'YAML' | 'JSON';
  /** What is sent as `Content`. */
  text: string;
  /** The name that the template around it gives it. */
  name?: string;
}

/** Types by kind; a Policy document has the same content as a Command document, and Command is what AWS advises. */
const types: Partial<Record<KindId, string>> = {
  automation: 'Automation',
  'change-template': 'Automation.ChangeTemplate',
  command: 'Command',
  session: 'Session',
  package: 'Package',
  'cloudformation-wrapper': 'CloudFormation',
  'conformance-pack-wrapper': 'ConformancePackTemplate',
  'quick-setup': 'QuickSetup',
};

/** The `DocumentType` of a kind; undefined for a kind that is no document of Systems Manager. */
export function typeOfKind(kind: KindId | undefined): string | undefined {
  return kind === undefined ? undefined : types[kind];
}

/** The parts of a text that Systems Manager could be given. */
export function publishableParts({ parts }: Document): Part[] {
  return parts.filter(({ kind }) => kind !== undefined && ssmKinds.includes(kind));
}

/** What is sent to publish a text, or why it cannot be: a sentence. */
export function publishingOf(document: Document): Publishing | Refusal {
  const parts = publishableParts(document);
  const [part] = parts;
  const type = typeOfKind(part?.kind);
  if (part === undefined || type === undefined) return { refused: 'This is no document of Systems Manager.' };
  if (parts.length > 1)
    return { refused: `The text holds ${parts.length} documents. Put the one to be published into a file of its own.` };
  if (!part.embedded) return { type, format: part.format === 'json' ? 'JSON' : 'YAML', text: document.text };
  const read = dataOf(part.root);
  if (isRefusal(read) || holdsTemplate(document.text.slice(part.root.start, part.root.end)))
    return { refused: 'The template fills in parts of this document: deploy the template instead.' };
  const name = part.name?.text;
  return { type, format: 'JSON', text: `${writeJson(read.data)}\n`, ...(name !== undefined && { name }) };
}

/** What only CloudFormation or Terraform can fill in. */
function holdsTemplate(text: string): boolean {
  return /\$\{|["']?Fn::|["']?\bRef["']?\s*:|!(?:Ref|Sub|GetAtt|If|Join|ImportValue|FindInMap)\b/.test(text);
}
