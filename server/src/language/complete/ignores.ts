/** What may be named in a comment that silences rules, and what is meant by a name there. */

import type { Completion } from '../complete.ts';
import type { Document } from '../document.ts';
import type { Hover } from '../hover.ts';
import { ignoreCommentsIn, reaches } from '../ignores.ts';
import type { Problem } from '../problem.ts';
import { type RuleInfo, ruleInfos } from '../rules/index.ts';
import { isSilenceable } from '../silence.ts';

/**
 * The rules for a comment at an offset, those reported where it holds first; undefined outside of such a comment.
 *
 * @param problems what the document has, found only when it is asked for.
 */
export function ignoreItems(document: Document, offset: number, problems: () => Problem[]): Completion[] | undefined {
  const { text } = document;
  const comment = ignoreCommentsIn(document).find(({ from, end }) => from <= offset && offset <= end);
  if (comment === undefined) return beginning(document, offset);
  const named = comment.names.find(({ start, end }) => start <= offset && offset <= end);
  const range = named ?? { start: offset, end: offset };
  const others = new Set(comment.names.filter((each) => each !== named).map(({ rule }) => rule));
  const reported = problems().filter((each) => isSilenceable(each) && reaches(comment.reach, each));
  const gap = text.charAt(range.start - 1) === ':' ? ' ' : '';
  return ruleInfos.flatMap((rule): Completion[] => {
    const { id, severity, mayWarn, summary } = rule;
    if (others.has(id) || (severity === 'error' && !mayWarn)) return [];
    const found = reported.find((each) => each.rule === id);
    return [
      {
        label: id,
        kind: 'value',
        detail: found === undefined ? severityText(rule) : 'reported here',
        documentation: () => (found === undefined ? summary : `${summary}\n\nHere: ${found.message}`),
        range: { start: range.start, end: range.end },
        insert: gap + id,
        snippet: false,
        sort: `${found === undefined ? 1 : 0}${id}`,
      },
    ];
  });
}

/** The comment itself, while its first word is typed. */
function beginning(document: Document, offset: number): Completion[] | undefined {
  const comment = document.comments().find(({ start, end }) => start < offset && offset <= end);
  if (comment === undefined) return undefined;
  const typed = document.text.slice(comment.start + 1, offset);
  const word = typed.trimStart();
  if (!'opswright-ignore'.startsWith(word) || comment.text.trim() !== word) return undefined;
  const start = offset - word.length;
  return [
    {
      label: 'opswright-ignore:',
      kind: 'key',
      detail: 'silences rules on this line or the next',
      range: { start, end: offset },
      insert: `${typed === '' ? ' ' : ''}opswright-ignore: `,
      snippet: false,
      sort: '0',
    },
  ];
}

/** What a rule named in such a comment is; undefined outside of one. */
export function ignoreHover(document: Document, offset: number): Hover | undefined {
  for (const comment of ignoreCommentsIn(document)) {
    const named = comment.names.find(({ start, end }) => start <= offset && offset <= end);
    const rule = ruleInfos.find(({ id }) => id === named?.rule);
    if (named !== undefined && rule !== undefined)
      return { range: { start: named.start, end: named.end }, markdown: ruleText(rule) };
  }
  return undefined;
}

/** A rule in Markdown: its id, its severity and what it is against. */
export function ruleText(rule: RuleInfo): string {
  return `**${rule.id}** — ${severityText(rule)}\n\n${rule.summary}`;
}

function severityText({ severity, mayWarn }: RuleInfo): string {
  return severity === 'error' && mayWarn ? 'error, or softer where no source is certain' : severity;
}
