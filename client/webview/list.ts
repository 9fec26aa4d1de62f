/** The graph as a list, for whoever would rather read than look: each step, where it goes, and what is wrong with it. */

import type { DocumentGraphBody as Body } from '../../server/src/protocol.ts';
import { escaped } from './drawing.ts';
import { problemWords, wayWords } from './words.ts';

/** Markup of an ordered list, with the body of a loop inside its item. */
export function list(body: Body): string {
  const items = body.nodes
    .filter(({ type }) => type !== 'start' && type !== 'end')
    .map((node) => {
      const aside = [node.action, node.detail, node.condition].filter((text) => text !== undefined).join(', ');
      const what = node.type === 'missing' ? 'no such step' : aside;
      const ways = wayWords(node, body);
      const problems = problemWords(node);
      return [
        `<li><button type="button" data-id="${escaped(node.id)}">${escaped(node.name)}</button>`,
        what === '' ? '' : ` <span class="aside">${escaped(what)}</span>`,
        ways === '' ? '' : `<br>${escaped(ways)}`,
        problems === '' ? '' : `<br><span class="problem">${escaped(problems)}</span>`,
        node.body === undefined ? '' : list(node.body),
        '</li>',
      ].join('');
    });
  return `<ol>${items.join('')}</ol>`;
}
