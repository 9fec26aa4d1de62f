/** What a run of a document needs to be told: its parameters, its targets, its platforms, and whether one should think twice. */

import { calledDocumentOf } from '../called.ts';
import { expressionFacts, pluginNamed } from '../catalogue.ts';
import type { Document, Part } from '../document.ts';
import { meaningOf } from '../meaning.ts';
import type { Refusal } from '../refactor/data.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Runnable, RunnableParameter, StepPlace } from './data.ts';
import { destructiveName, destructiveSteps } from './destructive.ts';
import { targetParameterOf } from './targets.ts';
import { unsuitedKind } from './unsuited.ts';

/** The document of a text that would be run: the first that stands for itself. */
export function runnablePart({ parts }: Document): Part | undefined {
  const own = parts.filter(({ embedded, kind }) => !embedded && kind !== undefined);
  return own.find(({ kind }) => kind === 'automation' || kind === 'command') ?? own[0];
}

/** What a document asks for, or why it is not run. `name` is the one it is published under, or will be. */
export function runnable(document: Document, name: string): Runnable | Refusal {
  const part = runnablePart(document);
  const called = part && calledDocumentOf(part);
  if (part === undefined || called === undefined)
    return { refused: `${unsuitedKind(name, part?.kind ?? 'foreign') ?? `"${name}" cannot be run`}.` };
  const { kind, parameters, description } = called;
  const { view } = meaningOf(part);
  const target = kind === 'automation' ? targetParameterOf(called) : undefined;
  const platforms = kind === 'command' ? platformsOf(part) : [];
  const destructive = destructiveName(name) ?? destructiveSteps(view);
  const schemaVersion = textOf(get(part.root, 'schemaVersion'));
  return {
    kind,
    name,
    ...(description && { description }),
    parameters: Object.entries(parameters).map(([key, parameter]): RunnableParameter => {
      const { type, required = false, description: words, allowed, pattern } = parameter;
      return {
        name: key,
        type,
        required,
        ...(words && { description: words }),
        ...(parameter.default && { default: [...parameter.default] }),
        ...(allowed && { allowed: [...allowed] }),
        ...(pattern && { pattern }),
      };
    }),
    targets: kind === 'command' ? 'required' : 'optional',
    ...(target && { targetParameter: target }),
    ...(platforms.length > 0 && { platforms }),
    ...(destructive && { destructive }),
    ...(schemaVersion && { schemaVersion }),
  };
}

/** Platforms that some step of a Command document runs on. */
function platformsOf(part: Part): string[] {
  const named = new Set(meaningOf(part).view.all.flatMap(({ action }) => pluginNamed(action)?.platforms ?? []));
  return expressionFacts.platforms.filter((platform) => named.has(platform));
}

/** Where the steps of a document stand, in source order; those of loops too. */
export function stepPlaces(document: Document): StepPlace[] {
  const part = runnablePart(document);
  if (part === undefined) return [];
  return meaningOf(part).view.all.flatMap(({ node, name, nameNode, action, actionNode }): StepPlace[] => {
    const label = name ?? action;
    if (label === undefined) return [];
    const { start, end } = nameNode ?? actionNode ?? { start: node.start, end: node.start };
    const range = { start: Math.min(node.start, start), end: Math.max(node.end, end) };
    return [{ name: label, ...(action && { action }), range, selection: { start, end } }];
  });
}
