/**
 * The one place that makes clients of the AWS SDK. A bundle of its own, loaded with the first call, so that a person who
 * only writes documents pays nothing for it.
 *
 * Every call passes one observer, which is how the connection learns of faults and of recovery; nothing else of a request
 * or an answer is looked at, and nothing is logged here.
 */

import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigService } from '@aws-sdk/client-config-service';
import { GenerateDataKeyCommand, type GenerateDataKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { ResourceGroups } from '@aws-sdk/client-resource-groups';
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import type { Signature } from '../../../sessions/src/calls.ts';
import type { KeyApi } from '../../../sessions/src/sdkCalls.ts';
import { signatureFor } from '../../../sessions/src/signature.ts';
import type { Connection } from './connection.ts';
import { isRefusedKey, profileCredentials } from './credentials.ts';
import { type Call, limitReached } from './fault.ts';
import { checkCertificates } from './https.ts';
import { sentOnce } from './sentOnce.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

/** What the clients of a connection are made with. */
export interface ClientOptions {
  connection: Connection;
  /** Instead of what the profile or the environment say. */
  keys?: Keys;
  /** Of the extension, for the user agent. */
  version: string;
  /** Told of each call when it has ended, after all its retries; without an error when it succeeded. */
  observe(call: Call, error?: unknown): void;
  /** Asks for the code of a device, for profiles that need one. */
  askCode(device: string): Promise<string>;
  /** Whether the certificates of services are checked; asked for each request. */
  checksCertificates?(): boolean;
}

/** The clients of one connection; each is made when it is first used. */
export interface Clients {
  readonly ssm: SSM;
  readonly config: ConfigService;
  /** For sessions that are encrypted. */
  readonly kms: KeyApi;
  /** For the socket of a session. */
  signatureFor(url: string): Promise<Signature>;
  readonly cloudtrail: CloudTrail;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly sts: STS;
  readonly tagging: ResourceGroupsTaggingAPI;
  readonly groups: ResourceGroups;
  /** Ends their sockets. */
  destroy(): void;
}

/** A client, as far as observing it goes. */
interface Client {
  middlewareStack: {
    add(
      middleware: <A, B>(next: (args: A) => Promise<B>, context: { commandName?: string }) => (args: A) => Promise<B>,
      options: { step: 'initialize'; priority: 'high'; name: string },
    ): void;
    add(
      middleware: <A, B>(next: (args: A) => Promise<B>) => (args: A) => Promise<B>,
      options: { step: 'finalizeRequest'; priority: 'low'; name: string },
    ): void;
  };
  destroy(): void;
}

export function createClients(options: ClientOptions): Clients {
  const { connection, keys, version, observe, askCode, checksCertificates = () => true } = options;
  checkCertificates(checksCertificates);
  const made = new Map<string, Client>();
  const credentials = profileCredentials(connection.profile, askCode);
  const settings = {
    region: connection.region,
    ...(connection.endpoint !== undefined && { endpoint: connection.endpoint }),
    credentials: keys ?? (() => credentials.provide()),
    maxAttempts: 6,
    retryMode: 'standard',
    customUserAgent: [['opswright', version]] as [string, string][],
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
  };

  /** @param prefix - of the service in IAM actions, which name what was denied. */
  function once<T extends Client>(prefix: string, make: () => T): T {
    const known = made.get(prefix);
    if (known) return known as T;
    const client = make();
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const call = { service: prefix, operation: (context.commandName ?? '').replace(/Command$/, '') };
        const { turn } = credentials;
        try {
          const answer = await next(args).catch(async (error) => {
            if (keys || !isRefusedKey(error) || !(await credentials.renewed(turn))) throw error;
            return next(args);
          });
          observe(call);
          return answer;
        } catch (error) {
          observe(call, error);
          throw error;
        }
      },
      { step: 'initialize', priority: 'high', name: 'opswrightObserver' },
    );
    client.middlewareStack.add((next) => (args) => next(args).catch(unretried), {
      step: 'finalizeRequest',
      priority: 'low',
      name: 'opswrightLimits',
    });
    made.set(prefix, client);
    return client;
  }

  return {
    get ssm() {
      return once('ssm', () => {
        const client = new SSM(settings);
        client.middlewareStack.add(sentOnce, { step: 'finalizeRequest', priority: 'low', name: 'opswrightSentOnce' });
        return client;
      });
    },
    get config() {
      return once('config', () => new ConfigService(settings));
    },
    get kms() {
      const client = once('kms', () => new KMSClient(settings));
      return {
        generateDataKey: (input: GenerateDataKeyCommandInput) => client.send(new GenerateDataKeyCommand(input)),
      };
    },
    signatureFor(url) {
      return signatureFor(url, this.ssm.config);
    },
    get cloudtrail() {
      return once('cloudtrail', () => new CloudTrail(settings));
    },
    get logs() {
      return once('logs', () => new CloudWatchLogs(settings));
    },
    get s3() {
      // Output may lie in a bucket of another Region.
      const own = { forcePathStyle: connection.endpoint !== undefined, followRegionRedirects: true };
      return once('s3', () => new S3({ ...settings, ...own }));
    },
    get sts() {
      return once('sts', () => new STS(settings));
    },
    get tagging() {
      return once('tag', () => new ResourceGroupsTaggingAPI(settings));
    },
    get groups() {
      return once('resource-groups', () => new ResourceGroups(settings));
    },
    destroy() {
      for (const client of made.values()) client.destroy();
      made.clear();
    },
  };
}

function unretried(error: unknown): never {
  if (error instanceof Error && error.name === 'LimitExceededException') error.name = limitReached;
  throw error;
}

/** A section of the AWS configuration files, as far as a choice needs it. */
export interface Profile {
  name: string;
  region?: string;
  /** How it signs in, in a word or two. */
  how: string;
}

/** The profiles of `~/.aws`, read anew each time: a person may just have added one. */
export async function readProfiles(): Promise<Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile).filter(isProfile), ...Object.keys(credentialsFile)]);
  return [...names].sort().map((name) => {
    const section = { ...configFile[name], ...credentialsFile[name] };
    return { name, how: howItSignsIn(section), ...(section.region !== undefined && { region: section.region }) };
  });
}

/** A profile that a person signs in, and the command of the AWS CLI that does it. */
export interface SignIn {
  profile: string;
  command: 'aws login' | 'aws sso login';
}

/** How a profile is signed in, or the one whose credentials it takes; undefined for keys and programs of a person's own. */
export async function signInOf(profile: string): Promise<SignIn | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const seen = new Set<string>();
  for (let name: string | undefined = profile; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const section: Readonly<Record<string, string | undefined>> = { ...configFile[name], ...credentialsFile[name] };
    if (section.sso_session || section.sso_start_url) return { profile: name, command: 'aws sso login' };
    if (section.login_session) return { profile: name, command: 'aws login' };
    name = section.source_profile;
  }
  return undefined;
}

/** The SDK names other sections of the configuration file after their kind: `[sso-session x]` is `sso-session.x`. */
function isProfile(section: string): boolean {
  return !/^(sso-session|services)\./.test(section);
}

function howItSignsIn(section: Readonly<Record<string, string | undefined>>): string {
  if (section.sso_session || section.sso_start_url) return 'IAM Identity Center';
  if (section.login_session) return 'console sign-in';
  if (section.role_arn) return `role ${section.role_arn.split('/').at(-1)}`;
  if (section.credential_process) return 'credential process';
  return section.aws_access_key_id ? 'access key' : 'profile';
}
