/**
 * What happens when the connection to the server ends unasked: the language client's own policy (start again, up to four
 * times in three minutes), with a button on its last word.
 */

import { commands, window } from 'vscode';
import { CloseAction, ErrorAction, type ErrorHandler, type LanguageClient } from 'vscode-languageclient/node';

interface Options {
  client(): LanguageClient;
  /** True once the client is being replaced: then its end is no crash. */
  retired(): boolean;
}

export function crashPolicy({ client, retired }: Options): ErrorHandler {
  let policy: ErrorHandler | undefined;
  return {
    // What cannot be written to a process that has just died is heard of before its end. The policy would stop a client that
    // has three such errors, and nothing would start it again.
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    async closed() {
      if (retired()) return { action: CloseAction.DoNotRestart, handled: true };
      policy ??= client().createDefaultErrorHandler();
      const result = await policy.closed();
      if (result.action === CloseAction.DoNotRestart) void offerRestart();
      return { ...result, handled: true };
    },
  };
}

async function offerRestart(): Promise<void> {
  const message = 'The Opswright server stopped five times in three minutes and was not started again.';
  const choice = await window.showErrorMessage(message, 'Restart', 'Show Output');
  if (choice === 'Restart') await commands.executeCommand('opswright.restartServer');
  if (choice === 'Show Output') await commands.executeCommand('opswright.showOutput');
}
