/** "Filter Nodes": by id, tag or part of a name; an empty text shows all of them. */

import { InputBoxValidationSeverity, window } from 'vscode';
import { filterWords, readFilter, writeFilter } from '../views/fleet/filter.ts';
import type { Command } from './index.ts';

export const filterFleet: Command = {
  id: 'opswright.filterFleet',
  async run({ trees: { fleet } }) {
    const text = await window.showInputBox({
      title: 'Filter Nodes',
      prompt: 'IDs, a tag as Key=Value, or part of a name. Empty shows all.',
      placeHolder: 'i-0123456789abcdef0 or Environment=prod or web',
      value: writeFilter(fleet.filter),
      validateInput(typed) {
        const filter = readFilter(typed);
        return filter && { message: `${filterWords(filter)}.`, severity: InputBoxValidationSeverity.Info };
      },
    });
    if (text !== undefined) fleet.filter = readFilter(text);
  },
};
