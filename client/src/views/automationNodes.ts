/**
 * What stands below an automation: its steps in their order, those of a loop below the loop by iteration, runs that it has
 * started below the step or, where it runs for many targets, instead of steps.
 */

import type { AutomationExecutionMetadata, StepExecution } from '@aws-sdk/client-ssm';
import { MarkdownString } from 'vscode';
import { shortened } from '../format.ts';
import { durationWords, iconOf, isFinal, phaseOf, rankOf, statusWords } from '../runs/phase.ts';
import { automationRun, isCommand, type RunKey } from '../runs/run.ts';
import type { RunStore } from '../runs/store.ts';
import { runNode } from './runNode.ts';
import type { Page, TreeNode } from './tree.ts';

const pageSize = 100;

/** What the lines of one automation are made from. */
interface Whole {
  store: RunStore;
  key: RunKey;
  steps: readonly StepExecution[];
  children: readonly AutomationExecutionMetadata[];
}

export async function* automationPages(store: RunStore, key: RunKey): AsyncGenerator<Page, void> {
  const known = store.get(key);
  const run = known && 'steps' in known ? known : await store.read(key);
  if (isCommand(run)) return;
  const { steps = [], children = [], automation } = run;
  const whole: Whole = { store, key, steps, children };
  const claimed = new Set(steps.flatMap((step) => startedBy(step, children).map(idOf)));
  const targets = children.filter((child) => !claimed.has(idOf(child)));
  const lines = [
    ...(automation.FailureMessage && steps.every(({ StepStatus }) => phaseOf(StepStatus) !== 'failed')
      ? [textLine('Failure', automation.FailureMessage, 'error')]
      : []),
    ...steps.filter((step) => parentOf(step) === undefined).map((step) => stepLine(whole, step)),
    ...targets
      .sort((a, b) => rankOf(a.AutomationExecutionStatus) - rankOf(b.AutomationExecutionStatus))
      .map((child) => childLine(whole, child)),
    ...valueLines('Outputs', automation.Outputs),
  ];
  for (let at = 0; at < lines.length; at += pageSize)
    yield { nodes: lines.slice(at, at + pageSize), more: at + pageSize < lines.length };
}

function idOf({ AutomationExecutionId = '' }: AutomationExecutionMetadata): string {
  return AutomationExecutionId;
}

function parentOf({ ParentStepDetails }: StepExecution): string | undefined {
  return ParentStepDetails?.StepExecutionId;
}

/** The runs that a step has started: it names them when it has ended; until then its document does. */
function startedBy(
  step: StepExecution,
  children: readonly AutomationExecutionMetadata[],
): AutomationExecutionMetadata[] {
  if (step.Action !== 'aws:executeAutomation') return [];
  const named = step.Outputs?.ExecutionId ?? [];
  if (named.length > 0) return children.filter((child) => named.includes(idOf(child)));
  const document = unquoted(step.Inputs?.DocumentName ?? '');
  return children.filter(
    ({ DocumentName, AutomationExecutionStatus }) =>
      DocumentName === document && isFinal(AutomationExecutionStatus) === isFinal(step.StepStatus),
  );
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1');
}

function childLine({ store, key }: Whole, child: AutomationExecutionMetadata): TreeNode {
  const run = store.take(automationRun(key.connection, child));
  return runNode(store, run.key, run, child.Target || undefined);
}

function stepLine(whole: Whole, step: StepExecution): TreeNode {
  const { StepName = '', StepExecutionId = '', Action = '', StepStatus } = step;
  const { key, children } = whole;
  const took =
    step.ExecutionStartTime &&
    step.ExecutionEndTime &&
    durationWords(step.ExecutionEndTime.getTime() - step.ExecutionStartTime.getTime());
  const [failure = ''] = (step.FailureMessage ?? '').split('\n');
  const description = [
    Action,
    phaseOf(StepStatus) === 'passed' ? undefined : statusWords(StepStatus),
    took,
    shortened(failure, 120),
  ];
  const waits =
    phaseOf(StepStatus) === 'waiting'
      ? Action === 'aws:approve'
        ? 'approve'
        : Action === 'aws:pause'
          ? 'pause'
          : ''
      : '';
  const begun = StepStatus !== 'Pending';
  return {
    id: StepExecutionId || StepName,
    label: StepName,
    description: description.filter(Boolean).join(' · '),
    icon: iconOf(StepStatus),
    spoken: statusWords(StepStatus),
    context: ['step', phaseOf(StepStatus), waits].filter(Boolean).join(' '),
    subject: { run: { kind: key.kind, id: key.id }, step: StepName, stepId: StepExecutionId },
    ...(step.FailureMessage && { tooltip: step.FailureMessage }),
    ...(begun && {
      empty: 'No inputs and no outputs',
      children: () => [
        ...(step.FailureMessage ? [textLine('Failure', step.FailureMessage, 'error')] : []),
        ...iterationLines(whole, StepExecutionId),
        ...startedBy(step, children).map((child) => childLine(whole, child)),
        ...valueLines('Inputs', step.Inputs),
        ...valueLines('Outputs', step.Outputs),
      ],
    }),
  };
}

/** The steps of a loop, one line for each time it went through. */
function iterationLines(whole: Whole, loop: string): TreeNode[] {
  const inside = whole.steps.filter((step) => parentOf(step) === loop);
  const iterations = new Map<number, StepExecution[]>();
  for (const step of inside) {
    const iteration = step.ParentStepDetails?.Iteration ?? 0;
    iterations.set(iteration, [...(iterations.get(iteration) ?? []), step]);
  }
  return [...iterations].map(([iteration, steps]): TreeNode => {
    const value = steps[0]?.ParentStepDetails?.IteratorValue;
    const worst = [...steps].sort((a, b) => rankOf(a.StepStatus) - rankOf(b.StepStatus))[0]?.StepStatus;
    return {
      id: `iteration ${iteration}`,
      label: `Iteration ${iteration}`,
      ...(value && { description: value }),
      icon: iconOf(worst),
      context: 'iteration',
      children: () => steps.map((step) => stepLine(whole, step)),
    };
  });
}

/** A map of values under one line; nothing for an empty one. */
function valueLines(label: string, values: Readonly<Record<string, string | string[]>> = {}): TreeNode[] {
  const entries = Object.entries(values);
  if (entries.length === 0) return [];
  return [
    {
      id: `(${label})`,
      label,
      icon: label === 'Inputs' ? 'arrow-right' : 'arrow-left',
      context: 'values',
      children: () =>
        entries.map(([name, value]) => textLine(name, typeof value === 'string' ? unquoted(value) : value.join(', '))),
    },
  ];
}

function textLine(name: string, text: string, icon = 'symbol-field'): TreeNode {
  const tooltip = new MarkdownString();
  tooltip.appendCodeblock(text, 'text');
  return {
    id: `(${name})`,
    label: name,
    description: shortened(text, 160),
    tooltip,
    icon: icon === 'error' ? { name: 'error', color: 'testing.iconFailed' } : icon,
    context: 'value',
    subject: { text },
  };
}
