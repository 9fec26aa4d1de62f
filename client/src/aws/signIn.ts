/**
 * Signing in again is the business of the AWS CLI, which owns the browser dance and the cache that the SDK reads. It runs in
 * a terminal, where a person sees what it says.
 */

import { window } from 'vscode';
import type { Connection } from './connection.ts';

/** Opens a terminal that signs in the profile of a connection; the next call takes what it leaves. */
export function signIn({ profile }: Connection): void {
  if (profile === undefined) return;
  const terminal = window.createTerminal({
    name: `Sign in ${profile}`,
    message: 'The AWS CLI signs this profile in. When it has ended, refresh the view.',
    env: { OPSWRIGHT_PROFILE: profile },
  });
  terminal.show();
  // In an environment variable, so that no shell reads anything into the name.
  terminal.sendText(
    process.platform === 'win32'
      ? 'aws sso login --profile "$env:OPSWRIGHT_PROFILE"'
      : 'aws sso login --profile "$OPSWRIGHT_PROFILE"',
  );
}
