/** What is shown of one step. */

import type { GraphNode } from '../graph.ts';
import type { Step } from '../kinds/steps.ts';
import type { Severity } from '../problem.ts';
import { get, textOf } from '../syntax/node.ts';
import { bodyOf, type Context } from './body.ts';
import { conditionWords, preconditionWords } from './conditionWords.ts';
import { shown } from './shown.ts';

// Hints are for the text; in a picture they would mark nearly every step.
const worst: Severity[] = ['error', 'warning', 'information'];

/** The node of a step; of a loop with all that it repeats. */
export function stepNode(step: Step, context: Context): GraphNode {
  const { node, name, nameNode, action, actionNode } = step;
  const problems = worst.flatMap((each) => context.problems(step).filter((problem) => problem.severity === each));
  const severity = problems[0]?.severity;
  const place = nameNode ?? actionNode ?? node;
  const id = context.id(step);
  const detail = detailOf(step);
  const description = textOf(get(node, 'description'));
  const condition = preconditionWords(node);
  const shownName = name ?? (actionNode === undefined || step.nameNode !== undefined ? '' : action);
  return {
    id,
    type: action === 'aws:branch' ? 'branch' : action === 'aws:loop' ? 'loop' : 'step',
    name: shownName || '(unnamed)',
    ...(action !== undefined && action !== shownName && { action }),
    ...(detail !== '' && { detail }),
    ...(description !== undefined && { description: shown(description) }),
    ...(condition !== '' && { condition }),
    range: { start: Math.min(node.start, place.start), end: Math.max(node.end, place.end) },
    selection: { start: place.start, end: Math.min(place.end, Math.max(place.start, node.end)) },
    ...(severity !== undefined && { severity }),
    problems: problems.map(({ message }) => message),
    ...(action === 'aws:loop' && step.body.length > 0 && { body: bodyOf(step.body, context, id) }),
  };
}

/** The inputs that say best what an action works with, the first that is there. */
const telling: Record<string, readonly string[]> = {
  'aws:executeAwsApi': ['Api'],
  'aws:assertAwsResourceProperty': ['Api'],
  'aws:waitForAwsResourceProperty': ['Api'],
  'aws:executeScript': ['Runtime'],
  'aws:runCommand': ['DocumentName'],
  'aws:executeAutomation': ['DocumentName'],
  'aws:runDocument': ['documentPath'],
  'aws:invokeLambdaFunction': ['FunctionName'],
  'aws:invokeWebhook': ['IntegrationName'],
  'aws:executeStateMachine': ['stateMachineArn'],
  'aws:changeInstanceState': ['DesiredState'],
  'aws:createStack': ['StackName'],
  'aws:deleteStack': ['StackName'],
  'aws:sleep': ['Duration', 'Timestamp'],
  'aws:updateVariable': ['Name'],
  'aws:configurePackage': ['name'],
  'aws:downloadContent': ['sourceType'],
};

function detailOf(step: Step): string {
  const { action, inputs } = step;
  if (action === 'aws:loop') {
    const iterators = textOf(get(inputs, 'Iterators'));
    if (iterators !== undefined) return `for each of ${shown(iterators)}`;
    const condition = conditionWords(get(inputs, 'LoopCondition'));
    return condition === '' ? '' : `while ${condition}`;
  }
  const key = telling[action ?? '']?.find((each) => textOf(get(inputs, each)) !== undefined);
  const text = key === undefined ? '' : shown(textOf(get(inputs, key)) ?? '');
  const service = key === 'Api' ? shown(textOf(get(inputs, 'Service')) ?? '') : '';
  return `${service} ${text}`.trim();
}
