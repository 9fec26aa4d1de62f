/** Signals to an automation that waits for somebody, or is run step by step. */

import type { SignalType } from '@aws-sdk/client-ssm';
import { commands, window } from 'vscode';
import type { App } from '../commands/index.ts';
import { keyOfSubject, type RunSubject } from './subject.ts';

type Sender = Pick<App, 'connections' | 'runs'>;

/** Rejects with what the service says, such as that nobody waits for it. */
export async function signal(
  { connections, runs }: Sender,
  subject: RunSubject,
  SignalType: SignalType,
  Payload: Record<string, string[]> = {},
): Promise<void> {
  const { ssm } = await connections.clients(subject.connection);
  await ssm.sendAutomationSignal({
    ...{ AutomationExecutionId: subject.run.id, SignalType },
    ...(Object.keys(Payload).length > 0 && { Payload }),
  });
  runs.store.hurry(keyOfSubject(subject));
}

/**
 * Sends a signal with a comment. Where none was given it is asked for, and may stay empty; the command is then run anew with it,
 * so that what somebody wrote is not lost when the signal has to be sent again.
 */
export async function signalWithComment(
  app: Sender,
  command: string,
  subject: RunSubject,
  type: 'Approve' | 'Reject' | 'Resume',
  given: unknown,
): Promise<void> {
  if (typeof given === 'string') {
    await signal(app, subject, type, given.trim() === '' ? {} : { Comment: [given.trim()] });
    return;
  }
  const comment = await window.showInputBox({
    title: `${type} ${subject.document ?? subject.step ?? 'Automation'}`,
    prompt: 'A comment for its log',
    placeHolder: 'May stay empty',
    ignoreFocusOut: true,
  });
  if (comment !== undefined) await commands.executeCommand(command, subject, comment);
}
