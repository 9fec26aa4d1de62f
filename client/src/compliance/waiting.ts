/** Waiting for something that the service does in its own time: asked less and less often, until it is done or given up. */

import { type CancellationToken, ProgressLocation, window } from 'vscode';
import { readFault } from '../aws/fault.ts';

export interface Waiting {
  title: string;
  /** Asks once; a text says how far it is, true that it is done. */
  ask(): Promise<string | true>;
  /** Milliseconds after which it is given up. */
  limit: number;
}

/** Milliseconds between the first two questions; each pause is half as long again, up to the last. */
const firstPause = 500;
const lastPause = 8_000;

/**
 * Shows progress while it waits, and goes on when a question is not answered: the work goes on in any case, and signing in again
 * is all it may take. Rejects when the service refuses the question. False when a person has cancelled it, or it took too
 * long.
 */
export function waitFor({ title, ask, limit }: Waiting): Thenable<boolean> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const end = Date.now() + limit;
      for (
        let pause = firstPause;
        !token.isCancellationRequested && Date.now() < end;
        pause = Math.min(pause * 1.5, lastPause)
      ) {
        const answer = await ask().catch(unanswered);
        if (answer === true) return true;
        progress.report({ message: answer });
        await sleep(pause, token);
      }
      return false;
    },
  );
}

function unanswered(error: unknown): string {
  const { kind, title } = readFault(error);
  if (kind === 'denied' || kind === 'refused') throw error;
  return `${title}; asking again`;
}

function sleep(milliseconds: number, token: CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const listener = token.onCancellationRequested(done);
  });
}
