/** Targets that a command or a runbook cannot have, and keys that its kind of document has no use for. */

import { keysOfKind, type RunView, runView, textsIn } from '../kinds/run.ts';
import type { CalledDocument } from '../lookups.ts';
import { hint, nearest } from '../nearest.ts';
import { targetParameterOf } from '../run/targets.ts';
import { entriesOf, entryOf, itemsOf, type Node, resolve, type ScalarNode } from '../syntax/node.ts';
import { isMissing, quotedAll, replaceWith, shorten } from '../words.ts';
import type { Report, Rule } from './rule.ts';

/** The form of `InstanceIds` in SendCommand. */
const nodeForm = /^(?:i-(?:\w{8}|\w{17})|mi-\w{17})$/;
/** Limits of `Targets`: of SendCommand, and of StartAutomationExecution. */
const mostTags = { command: 5, automation: 1 };

export const rule: Rule = {
  id: 'run-targets',
  severity: 'error',
  mayWarn: true,
  summary: 'The targets of a run file do not suit the document that it runs.',
  kinds: ['run'],
  check({ part, root, lookups }, report) {
    const view = runView(part);
    const { call } = view;
    for (const key of emptyTargets(view)) report(key, `"${key.text}" names no target yet`);
    const document = call === undefined ? undefined : lookups.document?.(call.name);
    if (call === undefined || document === undefined) return;
    const { kind } = document;
    const tags = entriesOf(view.tags?.value);
    if (tags.length > mostTags[kind] && view.tags !== undefined)
      report(
        view.tags.key,
        kind === 'command'
          ? `A command takes at most ${mostTags.command} tags; this has ${tags.length}`
          : `A runbook takes its targets by one tag; this has ${tags.length}`,
      );
    if (kind === 'command') checkCommand(view, root, report);
    else checkAutomation(view, document, root, report);
    checkKeys(document, root, report);
  },
};

/** Targets that are begun and name nothing: left out of a request, they would make it another one. */
function emptyTargets({ targets, ids, tags }: RunView): ScalarNode[] {
  const group = entryOf(targets?.value, 'group');
  const named = [...(ids === undefined ? [] : [ids]), ...(group === undefined ? [] : [group])];
  const all = [...named, ...entriesOf(tags?.value).filter(({ merged }) => !merged)];
  return all.flatMap(({ key, value }) => {
    const node = resolve(value);
    // An empty list is told by its shape, and so is a map.
    if (node?.type === 'map' || (node?.type === 'list' && node.items.length === 0)) return [];
    return textsIn(value).length === 0 ? [key] : [];
  });
}

function checkCommand(view: RunView, root: Node, report: Report): void {
  const { call, targets, ids, tags, group, parameter } = view;
  // An empty block is told by its shape.
  if (call !== undefined && root.type === 'map' && isMissing(root, 'targets'))
    report(call.place, `"${call.name}" is a Command document and runs on nodes: "targets" is missing`);
  if (targets !== undefined && ids === undefined && tags === undefined && group === undefined) return;
  for (const item of itemsOf(ids?.value)) {
    const id = resolve(item);
    if (id?.type === 'scalar' && id.value !== null && !nodeForm.test(id.text))
      report(id, `"${shorten(id.text)}" is no id of a node; expected one such as "i-0a1b2c3d4e5f60718"`);
  }
  if (parameter !== undefined)
    report(parameter, 'A command runs on nodes and gives no parameter a target; leave "parameter" out', {
      severity: 'warning',
    });
}

function checkAutomation(view: RunView, document: CalledDocument, root: Node, report: Report): void {
  const { call, targets, parameter, parameters } = view;
  const names = Object.keys(document.parameters);
  if (targets === undefined) {
    for (const key of ['concurrency', 'errors'])
      if (view.locations === undefined && entryOf(root, key) !== undefined)
        report(entryOf(root, key)?.key ?? root, `"${key}" counts only together with "targets" or "locations"`, {
          severity: 'warning',
        });
    return;
  }
  if (parameter === undefined) {
    if (entryOf(targets.value, 'parameter') !== undefined) return;
    const guess = targetParameterOf(document);
    const most = guess === undefined ? '' : `, such as "${guess}"`;
    report(targets.key, `A runbook needs to know which parameter takes each target: "parameter" is missing${most}`);
  } else if (!names.includes(parameter.text)) {
    // A version published since may have it.
    const open = document.published && nearest(parameter.text, names) === undefined;
    report(parameter, `"${call?.name}" has no parameter "${parameter.text}"${hint(parameter.text, names)}`, {
      severity: open ? 'information' : 'error',
      ...replaceWith(parameter, nearest(parameter.text, names)),
    });
  } else {
    const twice = parameters.find(({ key }) => key.text === parameter.text);
    if (twice !== undefined && textsIn(twice.value).length > 0)
      report(twice.key, `"${parameter.text}" takes each target; what is given here is not used`, {
        severity: 'warning',
      });
  }
}

function checkKeys({ kind, parameters }: CalledDocument, root: Node, report: Report): void {
  const [foreign, words] =
    kind === 'command' ? [keysOfKind.automation, 'a command'] : [keysOfKind.command, 'a run of a runbook'];
  const found = foreign.flatMap((key) => entryOf(root, key)?.key ?? []);
  const role = entryOf(root, 'role')?.key;
  if (role !== undefined && kind === 'automation' && !Object.hasOwn(parameters, 'AutomationAssumeRole'))
    report(role, 'The runbook has no parameter "AutomationAssumeRole", which "role" would be given to', {
      severity: 'warning',
    });
  for (const key of found)
    report(key, `"${key.text}" means nothing for ${words}; ${wayOut(key.text, kind)}`, { severity: 'warning' });
}

function wayOut(key: string, kind: CalledDocument['kind']): string {
  if (key === 'role') return 'nodes work with the role of their instance profile';
  return kind === 'command'
    ? 'it is for Automation runbooks'
    : `${quotedAll([...keysOfKind.command])} are for Command documents`;
}
