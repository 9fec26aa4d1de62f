/** Inputs of aws:configurePackage that the agent refuses. */

import { jsonIn } from '../jsonText.ts';
import { entriesOf, entryOf, resolve } from '../syntax/node.ts';
import { blockMark } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'package-arguments',
  severity: 'error',
  summary: 'additionalArguments or source of aws:configurePackage that the agent refuses.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      if (action !== 'aws:configurePackage') continue;
      const source = entryOf(inputs, 'source');
      if (source !== undefined) report(source.key, 'The agent refuses "source"; a package is named by "name"');
      const node = resolve(entryOf(inputs, 'additionalArguments')?.value);
      if (node?.type === 'map') {
        const wrong = entriesOf(node).find(({ key }) => !key.text.startsWith('SSM_') && !key.text.includes('{{'));
        if (wrong !== undefined)
          report(wrong.key, `The names of additional arguments begin with "SSM_": "SSM_${wrong.key.text}"`);
      } else if (
        node?.type === 'scalar' &&
        node.value !== null &&
        !node.text.includes('{{') &&
        node.text.trim() !== ''
      ) {
        const fault = faultOf(node.text);
        if (fault !== undefined) report(blockMark(node), fault);
      }
    }
  },
};

function faultOf(text: string): string | undefined {
  const value = jsonIn(text);
  if (value === undefined) return '"additionalArguments" has to be a JSON object, such as {"SSM_MODE": "quiet"}';
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return '"additionalArguments" has to be a JSON object';
  for (const [key, each] of Object.entries(value)) {
    if (!key.startsWith('SSM_') || key === 'SSM_')
      return `The names of additional arguments begin with "SSM_": "SSM_${key}"`;
    if (typeof each !== 'string') return `The value of "${key}" has to be text`;
  }
  return undefined;
}
