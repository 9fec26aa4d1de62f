/**
 * The picture of a document's flow as plain data: what is drawn beside the text, without a coordinate in it.
 *
 * Steps are nodes, in source order; the body of a loop is a graph inside its node; arrows say why control takes them. The
 * same data can be coloured by a run later, through `state`. A step that is jumped to and is not there is drawn too, as
 * missing: a picture that hides the fault would help nobody.
 */

import type { Document, Part } from './document.ts';
import { bodyOf, type Context } from './graph/body.ts';
import { shown } from './graph/shown.ts';
import { kindOf } from './kinds/index.ts';
import type { Step } from './kinds/steps.ts';
import { meaningOf } from './meaning.ts';
import type { Problem, Range, Severity } from './problem.ts';
import { get, textOf } from './syntax/node.ts';

/** How far a step of a run has come. */
export type StepState =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'timedOut'
  | 'skipped';

/** `missing`: a step that is jumped to and is not there. `dynamic`: a jump whose target only the run knows. */
export type NodeType = 'start' | 'end' | 'step' | 'branch' | 'loop' | 'missing' | 'dynamic';

export interface GraphNode<Place = Range> {
  /** Unlike all others, and the same after an edit that leaves the name alone. */
  id: string;
  type: NodeType;
  /** The name of the step; a word for the others. */
  name: string;
  action?: string;
  /** What the action works with, in a few words, such as `ec2 StopInstances`. */
  detail?: string;
  description?: string;
  /** When it runs at all, in words; absent when it always does. */
  condition?: string;
  /** All of the step, for the cursor; absent for what is not in the text. */
  range?: Place;
  /** Its name, for a click. */
  selection?: Place;
  /** The worst of its problems, those of the steps inside it and mere hints left out. */
  severity?: Severity;
  /** What is wrong with it, the worst first. */
  problems: string[];
  /** Of a loop: the steps it repeats. */
  body?: GraphBody<Place>;
  /** Of a run that is shown in the picture. */
  state?: StepState;
}

export interface GraphEdge {
  from: string;
  to: string;
  /** `next` and `choice` on success, `failure` by onFailure, `cancel` by onCancel. */
  kind: 'next' | 'choice' | 'failure' | 'cancel';
  /** Why control takes it, in words; absent where it is plain. */
  label?: string;
}

export interface GraphBody<Place = Range> {
  nodes: GraphNode<Place>[];
  edges: GraphEdge[];
}

export interface Graph<Place = Range> extends GraphBody<Place> {
  /** What it is, such as "Automation runbook". */
  title: string;
  /** What it does, by its own description. */
  description?: string;
  /** All of the document in the text. */
  range: Place;
}

export interface Picture<Place = Range> {
  /** One for each document of the text that has steps. */
  graphs: Graph<Place>[];
  /** A sentence for a person: why there is no graph, or why it may not show everything. */
  note?: string;
}

/** The graphs of a text. `problems` are those that `check` gave for it. */
export function picture(document: Document, problems: readonly Problem[]): Picture {
  const ours = document.parts.filter(({ kind }) => kind !== undefined);
  const graphs = ours.flatMap((part) => graphOf(part, problems));
  const note = noteOf(document, ours, graphs);
  return note === undefined ? { graphs } : { graphs, note };
}

function noteOf(document: Document, ours: readonly Part[], graphs: readonly Graph[]): string | undefined {
  if (document.text.trim() === '') return 'The document is empty. Its graph appears here with the first step.';
  const [first] = ours;
  if (first?.kind === undefined)
    return `This is not a document with steps. ${document.parts[0]?.reason ?? 'It has none of the keys of a Systems Manager document.'}`;
  if (graphs.length > 0)
    return document.faults.length > 0 ? 'The text has syntax errors; the graph shows what could be read.' : undefined;
  const { title, schema } = kindOf(first.kind);
  const { properties = {} } = schema(first.root);
  const stepped = 'mainSteps' in properties || 'runtimeConfig' in properties;
  return stepped
    ? `${aOrAn(title)} without steps yet. Its graph appears here with the first one.`
    : `${aOrAn(title)} has no steps, and therefore no graph.`;
}

function aOrAn(title: string): string {
  return `${/^[AEIOU]/.test(title) ? 'An' : 'A'} ${title}`;
}

function graphOf(part: Part, problems: readonly Problem[]): Graph[] {
  const { view, flows } = meaningOf(part);
  if (part.kind === undefined || view.steps.length === 0) return [];
  const named = namesFor(view.all);
  const found = problemsByStep(view.all, problems);
  const context: Context = {
    id: (step) => named.get(step) ?? '',
    problems: (step) => found.get(step) ?? [],
    flow: (steps) => flows.find((flow) => flow.steps === steps),
    command: part.kind === 'command',
    names: new Set(view.all.flatMap(({ name }) => name ?? [])),
  };
  const description = textOf(get(part.root, 'description'));
  const body = bodyOf(view.steps, context, '');
  return [
    {
      title: kindOf(part.kind).title,
      ...(description !== undefined && { description: shown(description) }),
      range: { start: part.root.start, end: part.root.end },
      ...body,
    },
  ];
}

/** Names inside their loops; a name that stands twice is counted. */
function namesFor(steps: readonly Step[]): Map<Step, string> {
  const ids = new Map<Step, string>();
  const taken = new Set<string>();
  for (const step of steps) {
    const loop = step.loop === undefined ? '' : `${ids.get(step.loop)}/`;
    const base = `${loop}${step.name ?? step.action ?? 'step'}`;
    let id = base;
    for (let count = 2; taken.has(id); count++) id = `${base}#${count}`;
    taken.add(id);
    ids.set(step, id);
  }
  return ids;
}

/** Each problem with the innermost step it stands in. */
function problemsByStep(steps: readonly Step[], problems: readonly Problem[]): Map<Step, Problem[]> {
  const found = new Map<Step, Problem[]>();
  for (const problem of problems) {
    const inside = steps.findLast(({ node, nameNode }) => {
      const start = Math.min(node.start, nameNode?.start ?? node.start);
      return start <= problem.start && problem.start <= node.end;
    });
    if (inside !== undefined) found.set(inside, [...(found.get(inside) ?? []), problem]);
  }
  return found;
}
