/** "Filter": which runs the view shows, by how they stand or by the beginning of a document's name. */

import { type QuickPickItem, window } from 'vscode';
import { filterWords, isFiltered, type RunFilter } from '../runs/filter.ts';
import type { Command } from './index.ts';

interface Choice extends QuickPickItem {
  filter: RunFilter | 'document';
}

const choices: Choice[] = [
  { label: '$(error) Failed', filter: { phases: ['failed'] } },
  { label: '$(sync) Running', filter: { phases: ['running', 'waiting'] } },
  { label: '$(debug-pause) Waiting for Somebody', filter: { phases: ['waiting'] } },
  { label: '$(pass) Succeeded', filter: { phases: ['passed'] } },
  { label: '$(circle-slash) Cancelled', filter: { phases: ['stopped'] } },
  { label: '$(book) Of a Document…', filter: 'document' },
];

export const filterRuns: Command = {
  id: 'opswright.filterRuns',
  async run({ runs }, given?: RunFilter) {
    const filter = isFilter(given) ? given : await pick(runs.filter);
    if (filter) runs.filter = filter;
  },
};

/** What a menu hands over is no filter. */
function isFilter(given: unknown): given is RunFilter {
  return typeof given === 'object' && given !== null && !('connection' in given);
}

async function pick(now: RunFilter): Promise<RunFilter | undefined> {
  const all: Choice[] = isFiltered(now) ? [{ label: '$(clear-all) Show All', filter: {} }] : [];
  const picked = await window.showQuickPick([...all, ...choices], {
    title: 'Filter Runs',
    placeHolder: isFiltered(now) ? `Shown now: ${filterWords(now)}` : 'Which runs?',
  });
  if (picked?.filter !== 'document') return picked?.filter;
  const document = await window.showInputBox({
    title: 'Runs of a Document',
    prompt: 'The beginning of its name; capitals count',
    value: now.document ?? '',
  });
  return document ? { document } : undefined;
}
