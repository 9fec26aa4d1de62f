/**
 * From a run file to the request that is sent: SendCommand, or StartAutomationExecution.
 *
 * A run file with an error comes to no request. The kind of its document decides which request it is; where nobody knows the
 * document, its text has to be fetched first.
 */

import { check } from '../check.ts';
import type { Document, Part } from '../document.ts';
import { isPath, type RunView, runView, textAt, textsIn } from '../kinds/run.ts';
import type { CalledDocument, Lookups } from '../lookups.ts';
import { entriesOf, get, itemsOf, type Node } from '../syntax/node.ts';
import type { AutomationInput, CommandInput, LocationOfRun, RunAnswer, RunProblem, TargetOfRun } from './data.ts';
import { namedDocument, runPartOf } from './named.ts';
import { serviceValues } from './values.ts';

export interface RequestOptions {
  lookups: Lookups;
  /** The document as the service has it; what the workspace has under a path goes first. */
  published?: CalledDocument | undefined;
  /** What a file of the workspace is, or will be, published as. */
  nameOf(path: string): string;
}

/** What a run file comes to; offsets are those of its text. */
export function runRequest(document: Document, options: RequestOptions): RunAnswer {
  const part = runPartOf(document);
  if (part === undefined)
    return {
      problems: [{ severity: 'error', message: 'This is no run file, or an empty one', range: { start: 0, end: 0 } }],
    };
  const view = runView(part);
  const named = namedDocument(part);
  const lookups = withPublished(view, options);
  const problems = check(document, { lookups }).flatMap(({ severity, message, start, end }): RunProblem[] =>
    severity === 'error' || severity === 'warning' ? [{ severity, message, range: { start, end } }] : [],
  );
  const answer: RunAnswer = { ...(named && { document: named }), problems };
  if (view.call === undefined || named === undefined || problems.some(({ severity }) => severity === 'error'))
    return answer;
  const called = lookups.document?.(view.call.name);
  if (called === undefined) return { ...answer, unknown: true };
  const name = isPath(view.call.node.text) ? options.nameOf(view.call.name) : named.name;
  const request = { view, part, called, name, version: named.version };
  return {
    ...answer,
    request:
      called.kind === 'command'
        ? { kind: 'command', input: commandInput(request) }
        : { kind: 'automation', input: automationInput(request) },
  };
}

function withPublished({ call }: RunView, { lookups, published }: RequestOptions): Lookups {
  if (published === undefined || call === undefined || isPath(call.node.text)) return lookups;
  const { kindOf: _, ...others } = lookups;
  return { ...others, document: (name) => (name === call.name ? published : lookups.document?.(name)) };
}

interface Request {
  view: RunView;
  part: Part;
  called: CalledDocument;
  name: string;
  version: string | undefined;
}

function commandInput({ view, part: { root }, called, name, version }: Request): CommandInput {
  const ids = textsIn(view.ids?.value);
  const targets = [...tagTargets(view), ...groupTarget(root, 'resource-groups:Name')];
  const timeout = textAt(root, 'timeout');
  const output = get(root, 'output');
  const group = textAt(output, 'logGroup');
  return {
    DocumentName: name,
    ...common(root, version),
    ...parametersIn(view, called),
    ...(ids.length > 0 && { InstanceIds: ids }),
    ...(targets.length > 0 && { Targets: targets }),
    ...given('Comment', textAt(root, 'comment')),
    ...(timeout && { TimeoutSeconds: Number(timeout) }),
    ...given('OutputS3BucketName', textAt(output, 'bucket')),
    ...given('OutputS3KeyPrefix', textAt(output, 'prefix')),
    ...(group && { CloudWatchOutputConfig: { CloudWatchLogGroupName: group, CloudWatchOutputEnabled: true } }),
  };
}

function automationInput({ view, part: { root }, called, name, version }: Request): AutomationInput {
  const ids = textsIn(view.ids?.value);
  const targets = [
    ...(ids.length > 0 ? [{ Key: 'ParameterValues', Values: ids }] : []),
    ...tagTargets(view),
    ...groupTarget(root, 'ResourceGroup'),
  ];
  const locations = itemsOf(view.locations?.value).map(locationOf);
  return {
    DocumentName: name,
    ...common(root, version),
    ...parametersIn(view, called, textAt(root, 'role')),
    ...(targets.length > 0 && { Targets: targets, ...given('TargetParameterName', view.parameter?.text) }),
    ...(locations.length > 0 && { TargetLocations: locations }),
  };
}

function common(root: Node, version: string | undefined) {
  return {
    ...given('DocumentVersion', version),
    ...given('MaxConcurrency', textAt(root, 'concurrency')),
    ...given('MaxErrors', textAt(root, 'errors')),
  };
}

/** A member, where it has a value. */
function given<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };
}

/** Values of parameters; the one that takes the targets is none of them. */
function parametersIn(
  { parameters, parameter }: RunView,
  called: CalledDocument,
  role?: string,
): { Parameters?: Record<string, string[]> } {
  const values: Record<string, string[]> = role === undefined ? {} : { AutomationAssumeRole: [role] };
  for (const { key, value } of parameters) {
    const declared = Object.hasOwn(called.parameters, key.text) ? called.parameters[key.text] : undefined;
    const written = serviceValues(value, declared?.allowed);
    if (written !== undefined && key.text !== parameter?.text) values[key.text] = written;
  }
  return Object.keys(values).length === 0 ? {} : { Parameters: values };
}

function tagTargets({ tags }: RunView): TargetOfRun[] {
  return entriesOf(tags?.value).map(({ key, value }) => ({ Key: `tag:${key.text}`, Values: textsIn(value) }));
}

function groupTarget(root: Node, key: string): TargetOfRun[] {
  const group = textAt(get(root, 'targets'), 'group');
  return group === undefined ? [] : [{ Key: key, Values: [group] }];
}

function locationOf(location: Node): LocationOfRun {
  return {
    Accounts: textsIn(get(location, 'accounts')),
    Regions: textsIn(get(location, 'regions')),
    ...given('ExecutionRoleName', textAt(location, 'role')),
    ...given('TargetLocationMaxConcurrency', textAt(location, 'concurrency')),
    ...given('TargetLocationMaxErrors', textAt(location, 'errors')),
  };
}
