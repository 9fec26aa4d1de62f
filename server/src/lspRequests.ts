/**
 * The one fence around all requests: cancellation, errors and logging appear here and nowhere else.
 *
 * The language core never throws on a bad text. What is caught here is a fault of ours: it goes to the log with its
 * stack, and the editor gets a neutral answer instead of an error message on every keystroke.
 */

import type { CancellationToken } from 'vscode-languageserver/node';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';

interface Log {
  console: { error(message: string): void };
}

/** Runs one request; `null` stands for "nothing to say". */
export type Answer = <T>(
  what: string,
  token: CancellationToken,
  run: () => T | Promise<T>,
) => Promise<T | null | ResponseError<never>>;

export function requestFence(log: Log): Answer {
  return async (what, token, run) => {
    // Waiting for one turn lets a cancellation or an edit that is already in the pipe arrive first.
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) return cancelled(what);
    try {
      const result = await run();
      return token.isCancellationRequested ? cancelled(what) : result;
    } catch (error) {
      log.console.error(`Internal error in ${what}: ${stackOf(error)}`);
      return null;
    }
  };
}

/** What the log shows of anything thrown. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled(what: string): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, `The request for ${what} was cancelled.`);
}
