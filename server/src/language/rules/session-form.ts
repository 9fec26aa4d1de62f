/** Session documents that start no session: no commands, or a host that is refused. */

import { expressionFacts } from '../catalogue.ts';
import { entriesOf, get, textOf } from '../syntax/node.ts';
import type { Report, Rule, Subject } from './rule.ts';

export const rule: Rule = {
  id: 'session-form',
  severity: 'error',
  summary: 'A session document without commands, or to a host that the agent refuses.',
  kinds: ['session'],
  check(subject, report) {
    const type = textOf(get(subject.root, 'sessionType'));
    if (type === 'InteractiveCommands' || type === 'NonInteractiveCommands') commands(subject, report);
    const host = get(get(subject.root, 'properties'), 'host');
    if (host?.type === 'scalar' && expressionFacts.deniedHosts.includes(host.text))
      report(host, `The agent refuses to forward to ${host.text}, an address of the node's own services`);
  },
};

function commands({ root }: Subject, report: Report): void {
  for (const { key, value } of entriesOf(get(root, 'properties'))) {
    if (!/^(linux|windows|macos)$/i.test(key.text)) continue;
    const node = get(value, 'commands');
    // That the key is missing, the schema says.
    const empty = node?.type === 'scalar' && (node.missing || (node.value !== null && node.text.trim() === ''));
    if (empty) report(key, `There are no "commands" for ${key.text}; the agent refuses the session there`);
  }
}
