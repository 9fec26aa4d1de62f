/** An item of allowedValues that is not of the parameter's type, most often `true` or `1` where text is meant. */

import { isLiteral, parametersOf } from '../declared.ts';
import { get, itemsOf, resolve } from '../syntax/node.ts';
import { literalFit, type ValueType } from '../types.ts';
import type { Rule } from './rule.ts';

const values = { String: 'texts', Integer: 'whole numbers', Boolean: 'true and false' };

export const rule: Rule = {
  id: 'allowed-value-type',
  severity: 'warning',
  summary: 'An item of allowedValues is not of the type of the parameter.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view, kind }, report) {
    for (const { declaration, type } of parametersOf(view)) {
      const each: ValueType = type === 'StringList' ? 'String' : type;
      if (each !== 'String' && each !== 'Integer' && each !== 'Boolean') continue;
      for (const item of itemsOf(get(declaration.entry.value, 'allowedValues'))) {
        const node = resolve(item);
        if (node?.type !== 'scalar' || !isLiteral(node) || literalFit(node, each) === 'fits') continue;
        // A Command document has them read as text, whatever the type.
        if (kind === 'command' && typeof node.value === 'string') continue;
        const { start, end, text, style, value } = node;
        const trimmed = text.trim();
        const by =
          each === 'String' && style === 'plain'
            ? JSON.stringify(text)
            : (each === 'Integer' && /^-?(?:0|[1-9]\d*)$/.test(trimmed)) ||
                (each === 'Boolean' && /^(?:true|false)$/.test(trimmed))
              ? trimmed
              : undefined;
        const title = each === 'String' ? 'Put quotes around it' : 'Write it without quotes';
        const found = typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'true or false' : 'a number';
        report(
          node,
          `"${declaration.name}" is ${type === 'Integer' ? 'an' : 'a'} ${type}, whose values are ${values[each]}; this is ${found}`,
          by === undefined || text.includes('\n') ? {} : { fixes: [{ title, edits: [{ start, end, text: by }] }] },
        );
      }
    }
  },
};
