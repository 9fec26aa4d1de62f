/**
 * What a rule is: an id, a severity, a sentence and a function that reports problems on nodes.
 *
 * Rules are stateless and see one document of a text at a time. They report on a node or a range; the id and severity are
 * filled in for them.
 */

import type { Document, Part } from '../document.ts';
import type { Flow } from '../flow.ts';
import type { Written } from '../insertion.ts';
import type { ConfigView } from '../kinds/config.ts';
import type { KindId } from '../kinds/index.ts';
import type { StepsView } from '../kinds/steps.ts';
import type { Lookups } from '../lookups.ts';
import type { Problem, Range, Severity } from '../problem.ts';
import type { Symbols } from '../symbols.ts';
import type { Node } from '../syntax/node.ts';

/** What a rule looks at. */
export interface Subject {
  document: Document;
  part: Part;
  /** How the part is written, for the edits of fixes. */
  written: Written;
  kind: KindId;
  root: Node;
  view: StepsView;
  symbols: Symbols;
  /** The graph of the main steps, and one of each loop's body. */
  flows: readonly Flow[];
  /** Actions and plugins that the project says exist. */
  actions: readonly string[];
  /** The Config rules, remediations and packs; empty for a document of Systems Manager. */
  config: ConfigView;
  /** The Region that the documents are for, when the project says so. */
  region: string | undefined;
  /** What the door can look up; any of it may be missing. */
  lookups: Lookups;
  /** False when part of a top-level block could not be read: a name missing from it may only be unread. */
  known(
    block: 'assumeRole' | 'parameters' | 'variables' | 'mainSteps' | 'Parameters' | 'Conditions' | 'Resources',
  ): boolean;
}

/** What a rule may say beyond the message; the severity only ever goes down from the rule's own. */
export type More = Partial<Pick<Problem, 'severity' | 'related' | 'fixes' | 'tag'>>;

export type Report = (place: Range, message: string, more?: More) => void;

export interface Rule {
  /** Kebab-case, the same as its file's name. */
  id: string;
  severity: Severity;
  /** Set on an error rule that also reports what no source is certain of, as a warning or less. */
  mayWarn?: boolean;
  /** One sentence: what it is against. */
  summary: string;
  /** The kinds it looks at; all of Systems Manager when absent. */
  kinds?: readonly KindId[];
  check(subject: Subject, report: Report): void;
}
