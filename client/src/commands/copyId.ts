/** "Copy Id": of a resource or a rule of the Compliance view. */

import { env } from 'vscode';
import type { Command } from './index.ts';

export const copyId: Command = {
  id: 'opswright.copyId',
  async run(_app, { id, rule }: { id?: string; rule?: string }) {
    await env.clipboard.writeText(id ?? rule ?? '');
  },
};
