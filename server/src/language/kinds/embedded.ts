/**
 * SSM documents inside other documents: the Content of `AWS::SSM::Document` resources of a CloudFormation template, as a
 * map or as text, also when the template itself stands in an SSM wrapper document, and `aws_ssm_document` of Terraform.
 *
 * A kind reads a node, so the same checks run on what is found here; its offsets are those of the whole text. What a
 * template fills in later (`!Ref`, `Fn::Sub`, `${…}`) is marked unknown, and nothing is held against it.
 */

import type { Problem, Range } from '../problem.ts';
import { followed, readConfiguration } from '../syntax/hcl.ts';
import { hole } from '../syntax/hclTemplate.ts';
import { isIntrinsic } from '../syntax/intrinsics.ts';
import {
  type Comment,
  entriesOf,
  entryOf,
  get,
  itemsOf,
  type Node,
  resolve,
  type ScalarNode,
  textOf,
} from '../syntax/node.ts';
import { packFrom, packOf, packsIn } from './embeddedPack.ts';
import { known, readInner } from './innerText.ts';
import type { Recognised } from './recognise.ts';

export interface Embedded extends Beside {
  root: Node;
  /** How the text is written, for content that is text; the same as around it otherwise. */
  format: 'yaml' | 'json' | undefined;
  /** Where the document may be written: all of its text, also behind its last word. */
  extent: Range;
  /** True for a text in quotes, where signs have to be escaped. */
  escaped: boolean;
  faults: Problem[];
  damage: Range[];
  comments(text: string): Comment[];
  /** What it is, where that is told by what carries it. */
  recognised?: Recognised;
}

/** The format of a text as its resource says it, or that it has where it says none, and the key that says so. */
export interface DocumentFormat {
  key: string;
  value: string;
}

/** What the resource says about the document that it carries. */
interface Beside {
  /** The `DocumentType` written beside the content. */
  documentType: string | undefined;
  /** The `Name` written beside the content, also one that a template fills in. */
  name: ScalarNode | undefined;
  /** For content that is text; undefined where a template fills it in. */
  documentFormat: DocumentFormat | undefined;
}

/** The documents inside a root, of Systems Manager and packs of AWS Config; empty for one that holds none. */
export function embeddedIn(root: Node): Embedded[] {
  return [...documentsIn(root), ...packsIn(root)];
}

function documentsIn(root: Node): Embedded[] {
  const body = get(root, 'templateBody');
  if (body !== undefined) {
    if (body.type === 'scalar') return readInner(body, undefined).roots.flatMap(documentsIn);
    return body.type === 'map' ? documentsIn(body) : [];
  }
  const ofTerraform = entriesOf(get(get(root, 'resource'), resourceType)).flatMap(({ value }) =>
    // Several resources of one name cannot be; a list around one can.
    (resolve(value)?.type === 'list' ? itemsOf(value) : [value]).flatMap((each) =>
      ofResource(each, { text: get(each, 'content') }, '${'),
    ),
  );
  const ofTemplate = entriesOf(get(root, 'Resources')).flatMap(({ value }) => {
    const resource = resolve(value);
    if (textOf(get(resource, 'Type')) !== 'AWS::SSM::Document') return [];
    const properties = get(resource, 'Properties');
    const beside = besideOf(properties, ['DocumentType', 'Name', 'DocumentFormat']);
    return contentOf(entryOf(properties, 'Content')?.value, beside);
  });
  return [...ofTerraform, ...ofTemplate];
}

const resourceType = 'aws_ssm_document';

const ruleTypes = ['aws_config_config_rule', 'aws_config_organization_custom_policy_rule'];
const packTypes = ['aws_config_conformance_pack', 'aws_config_organization_conformance_pack'];

export interface InTerraform {
  documents: Embedded[];
  /** The policies of Config rules, as far as nothing is filled in to them. */
  policies: ScalarNode[];
  comments: Comment[];
}

/** The documents, packs and policies of a Terraform configuration, and its own comments. */
export function embeddedInTerraform(text: string): InTerraform {
  const { resources, locals, comments } = readConfiguration(text, [resourceType, ...ruleTypes, ...packTypes]);
  // What several resources share is one document, and is checked once.
  const taken = new Set<Node>();
  const given = (node: Node | undefined): Given => {
    const value = followed(node, locals);
    const encoded = /^(json|yaml)encode$/.test(value?.tag ?? '');
    const content = encoded ? followed(itemsOf(value)[0], locals) : value;
    if (content === undefined || taken.has(content)) return {};
    taken.add(content);
    return encoded ? { data: content } : { text: content };
  };
  return {
    documents: resources.flatMap(({ type, body }) => {
      if (type === resourceType) return ofResource(body, given(get(body, 'content')), hole);
      return packTypes.includes(type) ? packIn(given(get(body, 'template_body'))) : [];
    }),
    policies: resources.flatMap(({ body }) => policyOf(given(policyIn(body)).text)),
    comments,
  };
}

function policyIn(rule: Node): Node | undefined {
  return get(get(get(rule, 'source'), 'custom_policy_details') ?? rule, 'policy_text');
}

function policyOf(text: Node | undefined): ScalarNode[] {
  return text?.type === 'scalar' && !text.unknown && !text.text.includes(hole) ? [text] : [];
}

function packIn({ text, data }: Given): Embedded[] {
  if (data !== undefined) return [packOf(known(data, hole))];
  return text?.type === 'scalar' && text.text !== hole ? packFrom(text, hole) : [];
}

/** The content of a resource: as text, or as data that a call makes one of. */
interface Given {
  text?: Node | undefined;
  data?: Node;
}

/** @param filler what begins a place that Terraform fills in, in the texts of the resource. */
function ofResource(resource: Node, { text, data }: Given, filler: string): Embedded[] {
  const beside = besideOf(resource, ['document_type', 'name', 'document_format']);
  if (data !== undefined) return fromValue(data, beside, 'json');
  return text?.type === 'scalar' ? fromText(text, filler, beside) : [];
}

function besideOf(properties: Node | undefined, [type, name, format]: readonly [string, string, string]): Beside {
  const named = get(properties, name);
  const value = entryOf(properties, format) === undefined ? 'JSON' : textOf(get(properties, format));
  return {
    documentType: textOf(get(properties, type)),
    name: named?.type === 'scalar' ? named : undefined,
    documentFormat: value === undefined ? undefined : { key: format, value },
  };
}

/** The Content of a CloudFormation resource: a text, a map, or a text with variables. */
function contentOf(node: Node | undefined, beside: Beside): Embedded[] {
  const value = resolve(node);
  if (value === undefined) return [];
  const substituted = value.tag === '!Sub' ? value : resolve(entryOf(value, 'Fn::Sub')?.value);
  const text = substituted?.type === 'list' ? resolve(substituted.items[0]) : substituted;
  if (text?.type === 'scalar') return fromText(text, '${', beside);
  if (value.tag !== undefined && !value.tag.startsWith('!!')) return [];
  if (value.type === 'scalar') return fromText(value, undefined, beside);
  return value.type === 'map' && !isIntrinsic(value) ? fromValue(value, beside, undefined) : [];
}

function fromValue(value: Node, beside: Beside, format: Embedded['format']): Embedded[] {
  const root = known(value, undefined);
  const extent = { start: root.start, end: root.end + 1 };
  const given = { ...beside, documentFormat: undefined };
  return [{ root, ...given, format, extent, escaped: false, faults: [], damage: [], comments: () => [] }];
}

function fromText(node: ScalarNode, filler: string | undefined, beside: Beside): Embedded[] {
  const { roots, ...inner } = readInner(node, filler);
  const escaped = node.style === 'single' || node.style === 'double';
  const extent = { start: node.start, end: node.end };
  return roots.slice(0, 1).map((root) => ({ root, ...beside, ...inner, extent, escaped }));
}
