/** An output whose `Type` is not that of what its selector finds. */

import { selectorsOf } from '../aws/selectors.ts';
import { ssmTypeOf } from '../aws/ssmType.ts';
import { typeInWords } from '../aws/words.ts';
import { get } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'selector-type',
  severity: 'warning',
  summary: 'The type of an output is not that of what its selector finds.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { output, selected, selector } of selectorsOf(subject)) {
      if (output === undefined || selected?.state !== 'found' || selected.many || !selector.rooted) continue;
      const declared = output.type ?? 'String';
      const type = ssmTypeOf(selected.type);
      // A type that does not exist is told as such.
      if (type === undefined || type === declared || !ssmTypes.includes(declared)) continue;
      const node = get(output.node, 'Type');
      const place = node?.type === 'scalar' ? node : output.nameNode;
      const fixes = node?.type === 'scalar' ? replaceFix(node, type) : undefined;
      report(
        place,
        `The selector finds ${typeInWords(selected.type)}: the type is ${type} and not ${declared}${output.type === undefined ? ', which it is when none is given' : ''}`,
        fixes && { fixes },
      );
    }
  },
};

const ssmTypes = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'];
