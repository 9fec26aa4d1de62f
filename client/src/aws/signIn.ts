/**
 * Signing in again is the business of the AWS CLI, which owns the browser dance and the cache that the SDK reads. It runs in
 * a terminal, where a person sees what it says.
 */

import { env, window } from 'vscode';
import type { Connection } from './connection.ts';
import { shellVariable } from './shellVariable.ts';

/** Has the name of the profile, in which no shell is to read anything. */
const variable = 'OPSWRIGHT_PROFILE';

/** Opens a terminal that signs in the profile of a connection; what it leaves is noticed. */
export async function signIn({ profile }: Connection): Promise<void> {
  if (profile === undefined) return;
  const { signInOf } = await import('./clients.ts');
  const way = await signInOf(profile);
  if (!way) {
    const words = `There is nothing to sign the profile ${profile} in to: it has access keys, or a program that gives them. Renew those, then try again.`;
    void window.showInformationMessage(words);
    return;
  }
  const terminal = window.createTerminal({
    name: `Sign in ${way.profile}`,
    message: 'The AWS CLI signs this profile in. The views go on by themselves when it has ended.',
    env: { [variable]: way.profile },
  });
  terminal.show();
  terminal.sendText(`${way.command} --profile ${shellVariable(env.shell, variable)}`);
}
