/** "Targets" of a run file: which nodes it would go to now. */

import { type Uri, window } from 'vscode';
import { previewTargetsCommand } from '../../../server/src/protocol.ts';
import { count } from '../format.ts';
import { prepare } from '../runs/prepare.ts';
import { previewTargets as preview } from '../runs/targets.ts';
import type { Command } from './index.ts';

/** Nobody reads a longer list. */
const most = 500;

export const previewTargets: Command = {
  id: previewTargetsCommand,
  /** The names of the nodes; undefined where they cannot be known. */
  async run(app, given?: string | Uri, answers?: { quiet?: boolean }) {
    const uri = given?.toString() ?? window.activeTextEditor?.document.uri.toString();
    const prepared = uri === undefined ? undefined : await prepare(app, uri);
    if (!prepared) return undefined;
    const { connection, request } = prepared;
    const found = await preview(await app.connections.clients(connection), request, most);
    if (answers?.quiet) return found?.names;
    if (!found) {
      void window.showInformationMessage(
        'Which resources these are is known only when it runs: other accounts, and a resource group of a runbook or one that cannot be read, are not looked into.',
      );
      return undefined;
    }
    const { names, more } = found;
    const title = `${more ? 'More than ' : ''}${count(names.length, 'target')} in ${connection.id}`;
    if (names.length === 0)
      void window.showWarningMessage(
        request.kind === 'command' ? `No managed node of ${connection.id} fits.` : 'This runs once, without targets.',
      );
    else void window.showQuickPick(names, { title, placeHolder: 'Nothing is sent yet' });
    return names;
  },
};
