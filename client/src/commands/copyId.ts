/** "Copy ID": of the resources or rules of the Compliance view that are selected, one a line. */

import { env } from 'vscode';
import type { Command } from './index.ts';

interface Named {
  id?: string;
  rule?: string;
}

export const copyId: Command = {
  id: 'opswright.copyId',
  run: (_, line: Named, all: Named[] = [line]) =>
    env.clipboard.writeText(all.flatMap(({ id, rule }) => id ?? rule ?? []).join('\n')),
};
