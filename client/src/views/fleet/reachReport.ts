/** The report on a node that is not reached, in Markdown: what was found, then what to do. Free of `vscode`. */

import { type Check, type ReachFacts, reachChecks } from './reach.ts';
import { literal, platformWords } from './words.ts';

// Signs that every font has.
const signs = new Map<boolean | undefined, string>([
  [true, '✓'],
  [false, '✗'],
  [undefined, '?'],
]);

/** What was found, then what to do, in the order in which it is worth trying. */
export function reachReport(facts: ReachFacts): string {
  const checks = reachChecks(facts);
  const { name, id } = facts;
  const platform = platformWords(facts.platform, facts.platformVersion);
  return [
    `# Why can’t I reach ${name && name !== id ? literal(name) : id}?`,
    [name !== id && name && id, literal(platform)].filter(Boolean).join(' · '),
    verdict(facts, checks),
    ['| | | |', '|:-:|---|---|', ...checks.map(row)].join('\n'),
    '## What to do',
    ...checks.filter(({ holds }) => holds !== true).map(section),
    ...(facts.refused.length > 0
      ? ['## What could not be asked', facts.refused.map((each) => `- ${literal(each)}`).join('\n')]
      : []),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function verdict({ ping, connected }: ReachFacts, checks: readonly Check[]): string {
  const failing = checks.find(({ holds }) => holds === false);
  if (failing) return `**Begin here: ${lowerFirst(failing.fails)}.** ${literal(failing.found)}`;
  if (ping === 'Online' && connected !== false)
    return '**The node is online.** If a session or command is refused all the same, it is the permissions of the caller.';
  return '**Nothing that can be asked from here is wrong.** Go through what is not known, from the top.';
}

function row({ title, fails, holds, found }: Check): string {
  return `| ${signs.get(holds)} | ${holds === false ? `**${fails}**` : title} | ${literal(found) || 'Not known.'} |`;
}

function section({ title, fails, holds, mend }: Check): string {
  return `### ${signs.get(holds)} ${holds === false ? fails : title}\n\n${mend}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
