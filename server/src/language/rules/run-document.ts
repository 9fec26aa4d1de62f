/** Documents that aws:runDocument cannot run, and parameters it cannot pass on. */

import { wholeExpression } from '../expressions.ts';
import { entriesOf, get, resolve, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'run-document',
  severity: 'error',
  summary: 'aws:runDocument runs a document it cannot run, or passes on a list.',
  kinds: ['command'],
  check({ view, symbols }, report) {
    for (const { action, inputs } of view.all) {
      if (action !== 'aws:runDocument') continue;
      const path = get(inputs, 'documentPath');
      if (path?.type === 'scalar' && path.text === 'AWS-UpdateSSMAgent')
        report(path, 'aws:runDocument cannot run AWS-UpdateSSMAgent; run that document itself');
      for (const { value } of entriesOf(get(inputs, 'documentParameters'))) {
        const node = resolve(value);
        const reference = wholeExpression(textOf(node) ?? '')?.reference;
        const type = reference?.form === 'name' ? symbols.parameters.get(reference.name)?.type : undefined;
        if (node !== undefined && type === 'StringList')
          report(node, 'aws:runDocument passes on texts only, and this parameter is a StringList');
      }
    }
  },
};
