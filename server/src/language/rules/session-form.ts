/** Session documents that start no session: timeouts out of range, no commands, or a port that is refused. */

import { expressionFacts } from '../catalogue.ts';
import { entriesOf, entryOf, get, resolve, textOf } from '../syntax/node.ts';
import type { Report, Rule, Subject } from './rule.ts';

const limits: Record<string, number> = { idleSessionTimeout: 60, maxSessionDuration: 1440 };

export const rule: Rule = {
  id: 'session-form',
  severity: 'error',
  summary: 'A session document with a timeout out of range, without commands, or to a refused host.',
  kinds: ['session'],
  check(subject, report) {
    const inputs = get(subject.root, 'inputs');
    for (const [key, max] of Object.entries(limits)) {
      const node = resolve(entryOf(inputs, key)?.value);
      if (node?.type !== 'scalar' || node.value === null || node.text === '' || node.text.includes('{{')) continue;
      const minutes = /^\d+$/.test(node.text) ? Number(node.text) : Number.NaN;
      if (!(minutes >= 1 && minutes <= max)) report(node, `"${key}" is 1 to ${max} minutes, written as text`);
    }
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
    const empty =
      node === undefined ||
      (node.type === 'scalar' && node.value !== null && node.text.trim() === '') ||
      (node.type === 'scalar' && node.missing);
    if (empty) report(key, `There are no "commands" for ${key.text}; the agent refuses the session there`);
  }
}
