/**
 * The sandbox account at scale: from starting the process to the line that says where it is, a page of nodes out of ten
 * thousand, lists and sums of compliance over them, what such an account takes of memory, and a thousand runs at once within
 * a day of account time.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeComplianceByResourceCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetComplianceSummaryByResourceTypeCommand,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import {
  DescribeInstanceInformationCommand,
  DescribePatchGroupStateCommand,
  ListComplianceSummariesCommand,
  ListResourceComplianceSummariesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { newAccountData } from '../server/src/sandbox/account.ts';
import { handClock } from '../server/src/sandbox/clock.ts';
import { createAccount } from '../server/src/sandbox/create.ts';
import { diskLibrary } from '../server/src/sandbox/library.ts';
import { call } from '../server/src/sandbox/operations.ts';
import { type Effort, type Sample, takeTurns } from './measure.ts';
import { table } from './tables.ts';

export interface SandboxRow {
  start: Sample;
  page: Sample;
  /** The slowest of the lists and sums over ten thousand nodes, each asked for several times. */
  list: { name: string; sample: Sample };
  /** The most MB that process has taken after all of these; undefined where the system does not tell. */
  memory: number | undefined;
  /** Milliseconds for a thousand runs, and a day of account time. */
  runs: number;
  finished: number;
}

const wanted = { start: 500, page: 10, list: 150, memory: 150, runs: 10_000 };

interface Started {
  process: ChildProcess;
  said: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string };
}

/** Starts `opswright sandbox` with so many nodes, and reads the line that says where it is. */
export function startCommand(cli: string, nodes: number): Promise<Started> {
  const process_ = spawn(process.execPath, [cli, 'sandbox', '--quiet', '--nodes', String(nodes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    process_.once('error', reject);
    process_.stdout?.once('data', (line) => resolve({ process: process_, said: JSON.parse(String(line)) }));
  });
}

export async function measureSandbox(cli: string, effort: Effort, starts: Effort): Promise<SandboxRow> {
  const { start } = await takeTurns(
    {
      start: async () => {
        const began = performance.now();
        const started = await startCommand(cli, 25);
        const took = performance.now() - began;
        started.process.kill();
        return took;
      },
    },
    starts,
  );
  const { process: server, said } = await startCommand(cli, 10_000);
  const { endpoint, region, ...credentials } = said;
  const client = new SSMClient({ endpoint, region, credentials });
  const config = new ConfigServiceClient({ endpoint, region, credentials });
  try {
    let token: string | undefined;
    const next = async (): Promise<void> => {
      const asked = new DescribeInstanceInformationCommand({ MaxResults: 50, NextToken: token });
      token = (await client.send(asked)).NextToken;
    };
    const { page } = await takeTurns({ page: next }, effort);
    const list = slowest(await takeTurns(lists(client, config), effort));
    return { start, page, list, memory: memoryOf(server.pid), ...(await thousandRuns()) };
  } finally {
    client.destroy();
    config.destroy();
    server.kill();
  }
}

/** What views of a fleet ask for beside its nodes. */
function lists(ssm: SSMClient, config: ConfigServiceClient): Record<string, () => Promise<unknown>> {
  const ResourceType = 'AWS::EC2::Instance';
  const broken = { ConfigRuleName: 'required-tags', ComplianceTypes: ['NON_COMPLIANT' as const], Limit: 100 };
  const groups = `SELECT configuration.instanceType, COUNT(*) WHERE resourceType = '${ResourceType}' GROUP BY configuration.instanceType`;
  return {
    'compliance by rule': () => config.send(new DescribeComplianceByConfigRuleCommand({})),
    'compliance by resource': () => config.send(new DescribeComplianceByResourceCommand({ Limit: 100 })),
    'details of a rule': () => config.send(new GetComplianceDetailsByConfigRuleCommand(broken)),
    'summary by type': () =>
      config.send(new GetComplianceSummaryByResourceTypeCommand({ ResourceTypes: [ResourceType] })),
    'a query that groups': () => config.send(new SelectResourceConfigCommand({ Expression: groups })),
    'compliance of nodes': () => ssm.send(new ListComplianceSummariesCommand({})),
    'compliance by node': () => ssm.send(new ListResourceComplianceSummariesCommand({})),
    'state of a patch group': () => ssm.send(new DescribePatchGroupStateCommand({ PatchGroup: 'linux-prod' })),
  };
}

function slowest(samples: Record<string, Sample>): SandboxRow['list'] {
  const all = Object.entries(samples).map(([name, sample]) => ({ name, sample }));
  return all.reduce((worst, each) => (each.sample.p50 > worst.sample.p50 ? each : worst));
}

function memoryOf(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

const runbook = `schemaVersion: "0.3"
mainSteps:
  - { name: look, action: "aws:executeAwsApi", inputs: { Service: ec2, Api: DescribeInstances } }
  - { name: rest, action: "aws:sleep", inputs: { Duration: PT1H } }
  - { name: lookAgain, action: "aws:executeAwsApi", inputs: { Service: ec2, Api: DescribeInstances }, isEnd: true }
`;

async function thousandRuns(): Promise<{ runs: number; finished: number }> {
  const clock = handClock(Date.UTC(2026, 0, 5, 9));
  const account = createAccount(newAccountData(), clock, diskLibrary());
  const caller = { arn: 'arn:aws:iam::123456789012:user/sandbox', userAgent: 'bench' };
  const ask = (operation: string, input: object) => call(account, 'ssm', operation, input, caller);
  await ask('CreateDocument', { Name: 'rest', Content: runbook, DocumentType: 'Automation', DocumentFormat: 'YAML' });
  const began = performance.now();
  for (let count = 0; count < 1000; count++) await ask('StartAutomationExecution', { DocumentName: 'rest' });
  await account.pass(24 * 3_600_000, clock);
  const runs = performance.now() - began;
  let finished = 0;
  let NextToken: string | undefined;
  const Filters = [
    { Key: 'ExecutionStatus', Values: ['Success'] },
    { Key: 'DocumentNamePrefix', Values: ['rest'] },
  ];
  do {
    const page = (await ask('DescribeAutomationExecutions', { Filters, NextToken })) as {
      AutomationExecutionMetadataList: unknown[];
      NextToken?: string;
    };
    finished += page.AutomationExecutionMetadataList.length;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { runs, finished };
}

export function sandboxTable({ start, page, list, memory, runs, finished }: SandboxRow): string {
  const verdict = (met: boolean): string => (met ? 'met' : 'NOT MET');
  return table(
    ['measure', 'measured', 'target', 'verdict'],
    [
      [
        'start to the printed line, p50 ms',
        start.p50.toFixed(0),
        `< ${wanted.start}`,
        verdict(start.p50 < wanted.start),
      ],
      ['page of 50 of 10,000 nodes, p50 ms', page.p50.toFixed(2), `< ${wanted.page}`, verdict(page.p50 < wanted.page)],
      [
        `slowest list or sum over 10,000 nodes (${list.name}), p50 ms`,
        list.sample.p50.toFixed(0),
        `< ${wanted.list}`,
        verdict(list.sample.p50 < wanted.list),
      ],
      [
        'most memory at 10,000 nodes, MB',
        memory?.toFixed(0) ?? 'not told',
        `< ${wanted.memory}`,
        memory === undefined ? '' : verdict(memory < wanted.memory),
      ],
      [
        `1,000 runs in 24 h of account time, ms (${finished} finished)`,
        runs.toFixed(0),
        `< ${wanted.runs}`,
        verdict(runs < wanted.runs && finished === 1000),
      ],
    ],
  );
}
