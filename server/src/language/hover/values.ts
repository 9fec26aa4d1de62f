/** What a value means: lengths of time, schedules, and documents that are called. */

import type { Call } from '../calls.ts';
import { calledText, parameterText } from '../complete/documents.ts';
import type { Lookups } from '../lookups.ts';
import { lengthInWords, scheduleInWords } from '../schedule.ts';
import type { ScalarNode } from '../syntax/node.ts';
import { durationSeconds } from '../time.ts';

/** Keys whose number is a time, by the seconds of their unit. */
const timeKeys: Readonly<Record<string, number>> = {
  timeoutSeconds: 1,
  TimeoutSeconds: 1,
  executionTimeout: 1,
  TimeoutInMinutes: 60,
  idleSessionTimeout: 60,
  maxSessionDuration: 60,
};

/** A time in words, by the form of the text or by its key. */
export function timeText(node: ScalarNode): string | undefined {
  const schedule = scheduleInWords(node.text);
  if (schedule !== undefined) return `\`${node.text}\` — ${schedule}`;
  const seconds = /^P/.test(node.text) ? durationSeconds(node.text) : undefined;
  if (seconds !== undefined) return `\`${node.text}\` — ${lengthInWords(seconds)}`;
  const map = node.parent?.type === 'map' ? node.parent : undefined;
  const key = map?.entries.find(({ value }) => value === node)?.key.text ?? '';
  const unit = Object.hasOwn(timeKeys, key) ? timeKeys[key] : undefined;
  return unit !== undefined && /^\d+$/.test(node.text)
    ? `\`${node.text}\` — ${lengthInWords(Number(node.text) * unit)}`
    : undefined;
}

/** The document that is called or run, and its parameters; one of them where it is named. */
export function callText(node: ScalarNode, call: Call | undefined, lookups: Lookups): string | undefined {
  const called = call === undefined ? undefined : lookups.document?.(call.name);
  if (call === undefined || called === undefined) return undefined;
  if (node === call.node) return calledText(call.name, called);
  const { parameters, target } = call;
  const given = parameters?.type === 'map' && parameters.entries.some(({ key }) => key === node);
  if (!given && node !== target) return undefined;
  const parameter = Object.hasOwn(called.parameters, node.text) ? called.parameters[node.text] : undefined;
  if (parameter === undefined) return undefined;
  return parameterText(node.text, parameter, call.name);
}
