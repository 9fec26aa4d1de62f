/**
 * What an account wants of its sessions: the document `SSM-SessionManagerRunShell`. Free of `vscode`. An account without the
 * document has the service's own values.
 */

export interface Preferences {
  /** Minutes without a key after which a session ends. */
  idleMinutes: number;
  /** Minutes that a session lasts at most. */
  mostMinutes?: number;
  /** The key that sessions are encrypted with, beyond TLS. */
  kmsKeyId?: string;
  /** Where sessions are written down. */
  bucket?: string;
  logGroup?: string;
  /** The user of the node that shells run as; empty for the one that a tag of the caller names. */
  runAs?: string;
}

export const preferencesDocument = 'SSM-SessionManagerRunShell';
const idleMinutes = 20;

/** Reads the content of the document; a text that cannot be read gives the service's own values. */
export function readPreferences(content: string | undefined): Preferences {
  const inputs = inputsOf(content);
  const text = (name: string): string | undefined => {
    const value = inputs[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [most, key, bucket, group] = ['maxSessionDuration', 'kmsKeyId', 's3BucketName', 'cloudWatchLogGroupName'].map(
    text,
  );
  return {
    idleMinutes: Number(text('idleSessionTimeout')) || idleMinutes,
    ...(Number(most) > 0 && { mostMinutes: Number(most) }),
    ...(key !== undefined && { kmsKeyId: key }),
    ...(bucket !== undefined && { bucket }),
    ...(group !== undefined && { logGroup: group }),
    ...(inputs.runAsEnabled === true && { runAs: text('runAsDefaultUser') ?? '' }),
  };
}

/** Whether a Session document has preferences of its own. */
export function hasPreferences(content: string | undefined): boolean {
  return Object.keys(inputsOf(content)).length > 0;
}

function inputsOf(content: string | undefined): Record<string, unknown> {
  try {
    const { inputs } = JSON.parse(content ?? '{}') as { inputs?: Record<string, unknown> };
    return inputs ?? {};
  } catch {
    return {};
  }
}
