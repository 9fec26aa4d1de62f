/** Which runs the view shows: by how they stand, and by a document. Free of `vscode`. */

import { type Phase, phaseOf } from './phase.ts';
import type { Run } from './run.ts';

export interface RunFilter {
  readonly phases?: readonly Phase[];
  /** The beginning of the name of the document; capitals count, as the service has it. */
  readonly document?: string;
}

export function isFiltered({ phases, document }: RunFilter): boolean {
  return phases !== undefined || document !== undefined;
}

export function fits(run: Run, { phases, document }: RunFilter): boolean {
  return (
    (phases === undefined || phases.includes(phaseOf(run.status))) &&
    (document === undefined || run.document.startsWith(document))
  );
}

const phaseWords: Readonly<Record<Phase, string>> = {
  running: 'go on',
  waiting: 'wait for somebody',
  failed: 'failed',
  stopped: 'were cancelled',
  passed: 'succeeded',
};

/** Such as "runs of AWS-RunShellScript… that failed". */
export function filterWords({ phases = [], document }: RunFilter): string {
  const which = phases.map((phase) => phaseWords[phase]).join(' or ');
  return ['runs', document !== undefined && `of ${document}…`, which && `that ${which}`].filter(Boolean).join(' ');
}
