/** Declares an output that is read and that its step does not have, where it is plain what it would select. */

import { entryAdded, fixWith, itemAdded } from '../insertion.ts';
import type { Step } from '../kinds/steps.ts';
import type { Fix } from '../problem.ts';
import type { Subject } from '../rules/rule.ts';
import { entryOf, resolve } from '../syntax/node.ts';
import { apiCalls } from './calls.ts';
import { fieldsOf } from './members.ts';
import { ssmTypeOf } from './ssmType.ts';

/** The fix, to be spread into what a rule reports: of a script the key of that name, of an API call the member. */
export function outputFix(subject: Subject, step: Step, name: string): { fixes?: Fix[] } {
  const selected = selection(subject, step, name);
  if (selected === undefined || !/^[A-Za-z0-9_]+$/.test(name)) return {};
  const output = { Name: name, ...selected };
  const entry = entryOf(step.node, 'outputs');
  const list = resolve(entry?.value);
  if (entry === undefined)
    return fixWith(title(step, name), entryAdded(subject.written, step.node, 'outputs', [output]));
  return list?.type === 'list' ? fixWith(title(step, name), itemAdded(subject.written, list, output)) : {};
}

function title(step: Step, name: string): string {
  return `Add the output "${name}" to step "${step.name}"`;
}

function selection(subject: Subject, step: Step, name: string): { Selector: string; Type: string } | undefined {
  if (step.action === 'aws:executeScript') return { Selector: `$.Payload.${name}`, Type: 'String' };
  if (step.action !== 'aws:executeAwsApi') return undefined;
  const call = apiCalls(subject).find((each) => each.step === step);
  if (call?.model === undefined || !call.operation?.modelled) return undefined;
  const member = fieldsOf(call.model, `>${call.operation.name}`)?.get(name);
  const type = member && ssmTypeOf(member.type);
  return type === undefined ? undefined : { Selector: `$.${name}`, Type: type };
}
