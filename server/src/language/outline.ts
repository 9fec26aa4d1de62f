/** The outline of a document and the stretches that can be folded. */

import type { Document, Part } from './document.ts';
import { policyFolds, policyOutline } from './guard/outline.ts';
import { kindOf } from './kinds/index.ts';
import type { Step } from './kinds/steps.ts';
import { meaningOf } from './meaning.ts';
import type { Range } from './problem.ts';
import { type Entry, get, type MapNode, type Node, resolve, textOf } from './syntax/node.ts';

export interface OutlineItem {
  name: string;
  /** A few words beside the name, such as the action of a step. */
  detail: string;
  kind: 'document' | 'section' | 'parameter' | 'variable' | 'step' | 'output' | 'key';
  /** All of it. */
  range: Range;
  /** The name; inside `range`. */
  selection: Range;
  children: OutlineItem[];
}

/** A stretch that folds, from the line of `start` to the line of `end`. */
export interface Fold extends Range {
  kind: 'region' | 'comment';
}

/** The parts of a document a reader looks for: sections, parameters, steps with the steps of their loops, outputs. */
export function outline(document: Document): OutlineItem[] {
  // A policy inside a document is one of its values.
  const ours = document.parts.filter(({ kind, embedded }) => kind !== undefined && !(embedded && isPolicy(kind)));
  const items = ours.map((part) => ({ part, sections: sectionsOf(part) }));
  if (items.length === 1) return items[0]?.sections ?? [];
  return items.map(({ part, sections }): OutlineItem => {
    const { root, kind } = part;
    const first = root.type === 'map' ? root.entries[0]?.key : undefined;
    return item(
      kind === undefined ? '' : kindOf(kind).title,
      '',
      'document',
      root,
      first ?? { start: root.start, end: root.start },
      sections,
    );
  });
}

function isPolicy(kind: Part['kind']): boolean {
  return kind === 'guard' || kind === 'config-query';
}

function sectionsOf(part: Part): OutlineItem[] {
  if (part.kind === 'guard') return policyOutline(part);
  const { root } = part;
  if (root.type !== 'map') return [];
  const { steps } = meaningOf(part).view;
  return root.entries.flatMap((entry): OutlineItem[] => {
    if (entry.merged) return [];
    const { key, value } = entry;
    const resolved = resolve(value);
    const children = childrenOf(key.text, resolved, steps);
    const detail = resolved?.type === 'scalar' ? firstLine(resolved.text) : count(key.text, children.length);
    const kind = resolved?.type === 'scalar' ? 'key' : 'section';
    return [item(key.text, detail, kind, spanOf(entry), key, children)];
  });
}

function childrenOf(section: string, value: Node | undefined, steps: readonly Step[]): OutlineItem[] {
  if (section === 'mainSteps' || section === 'runtimeConfig') return steps.map(stepItem);
  if (value?.type === 'list' && section === 'outputs') {
    return value.items.map((each) => item(textOf(each) ?? '', '', 'output', each, each, []));
  }
  if (value?.type !== 'map') return [];
  const kind = section === 'parameters' ? 'parameter' : section === 'variables' ? 'variable' : 'key';
  return ownEntries(value).map((entry) => {
    const inner = resolve(entry.value);
    const detail =
      section === 'Resources'
        ? resourceDetail(inner)
        : kind === 'key'
          ? inner?.type === 'scalar'
            ? firstLine(inner.text)
            : ''
          : (textOf(typeOf(inner)) ?? '');
    return item(entry.key.text, detail, kind, spanOf(entry), entry.key, []);
  });
}

/** What a resource of a template is: the managed rule, or its type. */
function resourceDetail(node: Node | undefined): string {
  const identifier = textOf(get(get(get(node, 'Properties'), 'Source'), 'SourceIdentifier'));
  return identifier ?? textOf(get(node, 'Type')) ?? '';
}

function typeOf(node: Node | undefined): Node | undefined {
  return node?.type === 'map' ? node.entries.find(({ key }) => key.text === 'type')?.value : undefined;
}

function stepItem(step: Step): OutlineItem {
  const { node, nameNode, action, actionNode, body, outputs } = step;
  const named = nameNode ?? actionNode;
  const inside = named !== undefined && named.start >= node.start && named.end <= node.end;
  // A plugin of a 1.2 document is named by its key, which stands before its value.
  const range =
    named !== undefined && !inside
      ? { start: Math.min(named.start, node.start), end: Math.max(named.end, node.end) }
      : node;
  const children = [
    ...body.map(stepItem),
    ...outputs.map(({ name, type, node: each, nameNode: at }) => item(name, type ?? 'String', 'output', each, at, [])),
  ];
  const name = nameNode?.text ?? action ?? '';
  return item(
    name,
    nameNode === undefined ? '' : (action ?? ''),
    'step',
    range,
    named ?? { start: node.start, end: node.start },
    children,
  );
}

function item(
  name: string,
  detail: string,
  kind: OutlineItem['kind'],
  range: Range,
  selection: Range,
  children: OutlineItem[],
): OutlineItem {
  const { start, end } = range;
  const from = Math.min(Math.max(selection.start, start), end);
  return {
    name,
    detail,
    kind,
    range: { start, end },
    selection: { start: from, end: Math.min(Math.max(selection.end, from), end) },
    children,
  };
}

function ownEntries(map: MapNode): Entry[] {
  return map.entries.filter(({ merged }) => merged === undefined);
}

function spanOf({ key, value }: Entry): Range {
  return { start: key.start, end: Math.max(key.end, value.end) };
}

function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function count(section: string, children: number): string {
  const noun = { mainSteps: 'step', parameters: 'parameter', variables: 'variable', outputs: 'output' }[section];
  return noun === undefined || children === 0 ? '' : `${children} ${noun}${children === 1 ? '' : 's'}`;
}

/** What can be folded: every map, list and script over more than one line, and runs of comment lines. */
export function folds(document: Document): Fold[] {
  const found: Fold[] = [];
  const { text } = document;
  if (!document.parts.some(({ kind }) => kind !== undefined)) return found;
  const add = (start: number, end: number, kind: Fold['kind']): void => {
    if (text.slice(start, end).includes('\n')) found.push({ start, end, kind });
  };
  const visit = (node: Node): void => {
    if (node.type === 'list') {
      for (const each of node.items) {
        if (each.type === 'map' && !each.flow) add(each.start, each.end, 'region');
        visit(each);
      }
      if (node.flow) add(node.start, node.end, 'region');
    } else if (node.type === 'map') {
      for (const entry of node.entries) {
        if (entry.merged) continue;
        const { start, end } = spanOf(entry);
        add(start, end, 'region');
        visit(entry.value);
      }
      if (node.flow && node.parent?.type === 'list') add(node.start, node.end, 'region');
    }
  };
  for (const part of document.parts) {
    if (part.kind === 'guard') found.push(...policyFolds(part));
    else visit(part.root);
  }
  const comments = document.comments();
  for (let i = 0; i < comments.length; i++) {
    const first = comments[i];
    let last = first;
    // Comments that stand alone on consecutive lines are one block.
    while (last !== undefined && /^\r?\n[ \t]*$/.test(text.slice(last.end, comments[i + 1]?.start ?? last.end)))
      last = comments[++i];
    if (first !== undefined && last !== undefined && last !== first) add(first.start, last.end, 'comment');
  }
  return found;
}
