/**
 * A parsed text and what kind of document it holds. `parse` never throws and never gives up.
 */

import { addPolicies, policyDocument } from './guard/documents.ts';
import { type DocumentFormat, type Embedded, embeddedIn, embeddedInTerraform } from './kinds/embedded.ts';
import type { KindId } from './kinds/index.ts';
import { mayBeOurs, recognise, recogniseAs } from './kinds/recognise.ts';
import type { Problem, Range } from './problem.ts';
import { commentsOf } from './syntax/comments.ts';
import { readText, type Syntax } from './syntax/index.ts';
import type { Comment, Node, ScalarNode } from './syntax/node.ts';
import { markTokens } from './tokens.ts';

/** How a text is written; Terraform can only hold documents, in heredocs and the like. The last two are what they hold. */
export type Format = 'yaml' | 'json' | 'terraform' | 'guard' | 'configql';

export interface ParseOptions {
  /** How the text is written. Told from its first character when absent: `{` or `[` is JSON. */
  format?: Format;
  /** Takes the text for this kind whatever it looks like; for a file named by the user, or a language id. */
  kind?: KindId;
}

/** One document of a text; a YAML text can hold several, divided by `---`. */
export interface Part {
  root: Node;
  /** How it is written; a JSON document may stand as text in a YAML template. Of policies and queries it says nothing. */
  format: 'yaml' | 'json';
  /** True for a document that another one carries, such as the Content of a resource in a template. */
  embedded?: true;
  /** The name that the resource around an embedded document gives it, where it is written as text. */
  name?: ScalarNode;
  /** The `DocumentType` that the resource around an embedded document gives it. */
  documentType?: string;
  /** The format that the resource around an embedded text gives it. */
  documentFormat?: DocumentFormat;
  /** Where an embedded document may be written: all of its text, also behind its last word. */
  extent?: Range;
  /** True for an embedded document in quotes: signs have to be escaped there, which no edit does. */
  escaped?: true;
  /** What it is, or undefined for a document that is none of ours. */
  kind: KindId | undefined;
  /** Why it was recognised, or why not: a sentence for a person. */
  reason: string;
}

export interface Document {
  text: string;
  format: Format;
  parts: Part[];
  /** The kind it was taken for as asked, also while it holds nothing. */
  asked?: KindId;
  /** Found when first asked for: the parser passes over them, and few texts need them. */
  comments(): Comment[];
  /** What is wrong with the text as YAML or JSON; reported by `check` only for a document of ours. */
  faults: Problem[];
  /** Stretches that were mended or left out to read the rest; what is missing near them is not held against the author. */
  damage: Range[];
}

/** Kinds in which a value is no template of its own. */
const hasTokens = new Set<KindId | undefined>(['automation', 'change-template', 'command', 'session', 'package']);

/** Reads a text. A text that cannot hold a document of ours is not parsed at all. */
export function parse(text: string, options: ParseOptions = {}): Document {
  const format = formatIn(text, options);
  if (format === 'guard' || format === 'configql') return policyDocument(text, format);
  const { kind } = options;
  if (kind === undefined && !mayBeOurs(text)) {
    return { text, format, parts: [], comments: () => [], faults: [], damage: [] };
  }
  const parts: Part[] = [];
  let policies: readonly ScalarNode[] = [];
  const within: Embedded[] = [];
  const add = (inner: Embedded, format: Part['format']): void => {
    within.push(inner);
    const recognised = inner.recognised ?? recogniseAs(inner.root, inner.documentType);
    parts.push({
      root: inner.root,
      format: inner.format ?? format,
      embedded: true,
      ...(inner.name && { name: inner.name }),
      ...(inner.documentType !== undefined && { documentType: inner.documentType }),
      ...(inner.documentFormat !== undefined && { documentFormat: inner.documentFormat }),
      extent: inner.extent,
      ...(inner.escaped && { escaped: true }),
      ...recognised,
    });
    if (hasTokens.has(recognised.kind)) markTokens(text, inner.root);
  };
  let own: Pick<Syntax, 'faults' | 'damage'> & { comments(): Comment[] };
  if (format === 'terraform') {
    const { documents, comments, policies: found } = embeddedInTerraform(text);
    policies = found;
    for (const inner of documents) add(inner, 'yaml');
    own = { faults: [], damage: [], comments: () => comments };
  } else {
    const { roots, faults, damage } = readText(text, format);
    for (const root of roots) {
      if (kind !== undefined) {
        parts.push({ root, format, kind, reason: 'Taken for this kind as asked.' });
        continue;
      }
      const recognised = recognise(root);
      parts.push({ root, format, ...recognised });
      if (hasTokens.has(recognised.kind)) markTokens(text, root);
      for (const inner of embeddedIn(root)) add(inner, format);
    }
    own = { faults, damage, comments: () => (format === 'yaml' ? commentsOf(text, roots) : []) };
  }
  let comments: Comment[] | undefined;
  const document: Document = {
    text,
    format,
    parts,
    ...(kind && { asked: kind }),
    comments: () => (comments ??= [...own.comments(), ...within.flatMap((inner) => inner.comments(text))]),
    faults: [...own.faults, ...within.flatMap(({ faults }) => faults)],
    damage: [...own.damage, ...within.flatMap(({ damage }) => damage)],
  };
  addPolicies(document, policies);
  return document;
}

function formatIn(text: string, { format, kind }: ParseOptions): Format {
  if (kind === 'guard') return 'guard';
  if (kind === 'config-query') return 'configql';
  return format ?? (/^\s*[{[]/.test(text) ? 'json' : 'yaml');
}

/** The document that an offset is in: an embedded one around it, else the last one that begins before it. */
export function partAt({ parts, text }: Document, offset: number): Part | undefined {
  const inner = parts.findLast(
    ({ extent, root }) => extent && extent.start <= offset && (offset <= extent.end || continues(root, text, offset)),
  );
  const outer = parts.filter(({ embedded }) => !embedded);
  return inner ?? outer.findLast(({ root }) => root.start <= offset) ?? outer[0];
}

/** A line that is being typed below an embedded document belongs to it when it is indented as deep. */
function continues(root: Node, text: string, offset: number): boolean {
  const column = (at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);
  return text.slice(root.end, offset).trim() === '' && column(offset) >= column(root.start);
}
