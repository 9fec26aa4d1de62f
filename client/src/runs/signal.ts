/** Signals to an automation that waits for somebody, or is run step by step. */

import type { SignalType } from '@aws-sdk/client-ssm';
import { window } from 'vscode';
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

/** Asks for a comment first, which may stay empty. @param given - the comment, where nobody is to be asked. */
export async function signalWithComment(
  app: Sender,
  subject: RunSubject,
  type: 'Approve' | 'Reject' | 'Resume',
  given?: unknown,
): Promise<void> {
  const comment =
    typeof given === 'string'
      ? given
      : await window.showInputBox({
          title: `${type} ${subject.document ?? subject.step ?? 'Automation'}`,
          prompt: 'A comment for its log',
          placeHolder: 'May stay empty',
          ignoreFocusOut: true,
        });
  if (comment === undefined) return;
  await signal(app, subject, type, comment.trim() === '' ? {} : { Comment: [comment.trim()] });
}
