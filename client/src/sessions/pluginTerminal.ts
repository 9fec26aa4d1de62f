/**
 * A terminal by AWS's own plug-in, where the settings ask for it. It gets the token of its session in its environment, where
 * no list of processes shows it.
 */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { StartSessionCommandInput } from '@aws-sdk/client-ssm';
import { type Terminal, ThemeIcon, window } from 'vscode';
import { atLeast } from '../../../channel/src/versions.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { sessionCalls } from './sessionCalls.ts';

const pluginProgram = 'session-manager-plugin';
const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE_OPSWRIGHT';
/** As the AWS CLI has it: from here on the plug-in reads the answer of `StartSession` from a variable. */
const firstWithVariable = '1.2.497.0';
const otherwise = 'switch off the setting opswright.sessions.usePlugin.';

/** Starts a session and hands it to the plug-in. */
export async function pluginTerminal(
  connections: Connections,
  connection: Connection,
  name: string,
  input: StartSessionCommandInput & { Target: string },
): Promise<Terminal> {
  const program = await pluginPath();
  await checkVersion(program);
  const { ssm } = await connections.clients(connection);
  const { profile = '', region } = connection;
  const endpoint = await endpointOf(ssm);
  // Last, for nobody else would end it.
  const started = await sessionCalls(connections, connection, input).start();
  const answer = { SessionId: started.sessionId, StreamUrl: started.streamUrl, TokenValue: started.token };
  return window.createTerminal({
    name,
    iconPath: new ThemeIcon('vm'),
    isTransient: true,
    shellPath: program,
    shellArgs: [responseVariable, region, 'StartSession', profile, JSON.stringify(input), endpoint],
    env: { [responseVariable]: JSON.stringify(answer) },
  });
}

/** Where the plug-in lies. The terminals of VS Code may have another PATH than we have. */
async function pluginPath(): Promise<string> {
  const program = process.platform === 'win32' ? `${pluginProgram}.exe` : pluginProgram;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const place = path.join(folder, program);
    const runs = () =>
      access(place, constants.X_OK).then(
        () => true,
        () => false,
      );
    if (path.isAbsolute(place) && (await runs())) return place;
  }
  throw new Error(`${pluginProgram} is not on the PATH. Install it, or ${otherwise}`);
}

/** Older ones take the token from their arguments alone, where every list of processes shows it. */
async function checkVersion(program: string): Promise<void> {
  const version = (await promisify(execFile)(program, ['--version'])).stdout.trim();
  if (!atLeast(version, firstWithVariable))
    throw new Error(`${program} ${version} is too old. Update it to ${firstWithVariable} or above, or ${otherwise}`);
}

/** Where the plug-in resumes and ends its session: the address that the client calls. */
async function endpointOf(ssm: Awaited<ReturnType<Connections['clients']>>['ssm']): Promise<string> {
  const { endpoint, endpointProvider, region, useFipsEndpoint, useDualstackEndpoint } = ssm.config;
  const given = await endpoint?.();
  if (given) return `${given.protocol}//${given.hostname}${given.port ? `:${given.port}` : ''}${given.path}`;
  const { url } = endpointProvider({
    Region: await region(),
    UseFIPS: await useFipsEndpoint(),
    UseDualStack: await useDualstackEndpoint(),
  });
  return url.href;
}
