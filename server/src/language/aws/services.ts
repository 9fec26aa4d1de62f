/**
 * Names of AWS services, as the `Service` of an API step takes them: those of the boto3 clients, in lower case.
 */

import { clientNames, modelled, others, retired } from './names.ts';

/** What is known of a service by the name that a document gives. */
export interface NamedService {
  /** The boto3 name, which the document may write in other case; undefined for one that nobody knows. */
  name: string | undefined;
  /** Another name for what was meant, as far as it is known: boto3 says `logs` and not `cloudwatch-logs`. */
  meant?: string;
  retired: boolean;
}

const known = new Set([...modelled, ...others]);
const gone = new Set(retired);
const meanings = new Map(Object.entries(clientNames).map(([client, name]) => [squashed(client), name]));
for (const name of [...modelled, ...others]) meanings.set(squashed(name), name);
// Names of the services in everyday use, of the console and of IAM actions.
for (const [word, name] of Object.entries({
  states: 'stepfunctions',
  stepfunction: 'stepfunctions',
  elasticloadbalancing: 'elbv2',
  alb: 'elbv2',
  systemsmanager: 'ssm',
  simplesystemsmanagement: 'ssm',
  cloudwatchevents: 'events',
  cloudwatchlog: 'logs',
  awsconfig: 'config',
  elasticfilesystem: 'efs',
  elasticmapreduce: 'emr',
  monitoring: 'cloudwatch',
  tagging: 'resourcegroupstaggingapi',
  servicequota: 'service-quotas',
})) {
  if (!meanings.has(word)) meanings.set(word, name);
}

/** Looks up a service by the name that a document gives. */
export function serviceNamed(text: string): NamedService {
  const name = text.trim().toLowerCase();
  if (known.has(name)) return { name, retired: false };
  if (gone.has(name)) return { name, retired: true };
  const bare = squashed(name).replace(/^(?:amazon|aws)(?=.)/, '');
  const meant = meanings.get(squashed(name)) ?? meanings.get(bare);
  return { name: undefined, retired: false, ...(meant !== undefined && { meant }) };
}

/** The services of boto3: those with a model first, then those known by name. */
export function services(): readonly string[] {
  return [...modelled, ...others];
}

/** A name without what is written differently from place to place. */
function squashed(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
