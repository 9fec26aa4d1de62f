/** The beginning of a run: whether the service would start it, and for which targets. */

import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { type Program, parameterFault, start } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { programOf, runsOf, type StoredRun } from './automationRuns.ts';
import { documentNamed, type StoredDocument, versionOf } from './documents.ts';
import { targetedNodes } from './nodes.ts';
import { tagsOf } from './tags.ts';

const mostNested = 5;

interface Origin {
  parent?: string;
  target?: string;
}

/** Starts a run; `origin` is the run that starts it, and the resource it is for. */
export function begin(
  account: Account,
  input: StartAutomationExecutionRequest,
  by: string,
  origin: Origin = {},
): StoredRun {
  let document: StoredDocument;
  try {
    document = documentNamed(account, input.DocumentName ?? '');
  } catch {
    throw new ServiceError(
      'AutomationDefinitionNotFoundException',
      `Automation definition ${input.DocumentName} is not found.`,
    );
  }
  if (!document.type.startsWith('Automation'))
    throw new ServiceError('AutomationDefinitionNotFoundException', `${document.name} is no Automation runbook.`);
  const version = versionOf(document, input.DocumentVersion);
  checkLocations(account, input.TargetLocations);
  const program = programOf(document, version.version);
  const id = account.uuid();
  const parameters = input.Parameters ?? {};
  const fan = fanOf(account, input);
  const { accountId, region } = account.settings;
  const begun = start(fan === undefined ? program : withoutTarget(program, fan.parameter), {
    parameters,
    now: account.now(),
    system: { executionId: id, account: accountId, region, partition: 'aws' },
  });
  if ('faults' in begun) throw new ServiceError(parameterFault, begun.faults.join('; '));
  const made: StoredRun = {
    id,
    document: document.name,
    version: version.version,
    parameters,
    mode: input.Mode ?? 'Auto',
    by,
    state: begun,
    madeUp: [],
    ...(origin.parent !== undefined && { parent: origin.parent }),
    ...(origin.target !== undefined && { target: origin.target }),
    ...(fan !== undefined && { fan }),
  };
  if (depthOf(account, made) > mostNested)
    throw new ServiceError(
      'AutomationExecutionLimitExceededException',
      `Automations are nested at most ${mostNested} deep.`,
    );
  runsOf(account)[id] = made;
  tagsOf(account).set('Automation', id, input.Tags ?? []);
  account.later(50, fan === undefined ? 'ssm.automation' : 'ssm.automation.fan', id);
  return made;
}

/** The account has no others beside it: locations may name it and its Region alone. */
function checkLocations(account: Account, locations: StartAutomationExecutionRequest['TargetLocations'] = []): void {
  const { accountId, region } = account.settings;
  for (const { Accounts = [], Regions = [] } of locations) {
    const other = Accounts.find((each) => each !== accountId) ?? Regions.find((each) => each !== region);
    if (other !== undefined)
      throw new ServiceError(
        'InvalidAutomationExecutionParametersException',
        `TargetLocations names ${other}; the sandbox has the account ${accountId} and the Region ${region} alone.`,
      );
  }
}

function depthOf(account: Account, { parent }: StoredRun): number {
  const outer = parent === undefined ? undefined : runsOf(account)[parent];
  return outer === undefined ? 1 : 1 + depthOf(account, outer);
}

/** A run for each target: `Targets` with `TargetParameterName`. */
function fanOf(account: Account, input: StartAutomationExecutionRequest): StoredRun['fan'] | undefined {
  const { Targets = [], TargetParameterName, MaxConcurrency = '10', MaxErrors = '10' } = input;
  if (TargetParameterName === undefined || Targets.length === 0) return undefined;
  const listed = Targets.flatMap(({ Key, Values = [] }) => (Key === 'ParameterValues' ? Values : []));
  const waiting = listed.length > 0 ? listed : targetedNodes(account, Targets).map(({ id }) => id);
  if (waiting.length === 0) throw new ServiceError('InvalidTarget', 'The targets name no resource.');
  const share = (text: string): number =>
    text.endsWith('%') ? Math.max(1, Math.floor((waiting.length * Number.parseInt(text, 10)) / 100)) : Number(text);
  return {
    parameter: TargetParameterName,
    waiting,
    running: [],
    failed: 0,
    most: Math.max(1, share(MaxConcurrency)),
    errors: share(MaxErrors),
  };
}

/** The program with the parameter of the targets left to the runs of each target. */
function withoutTarget(program: Program, name: string): Program {
  const declared = program.parameters.get(name);
  if (declared === undefined) throw new ServiceError('InvalidTarget', `The document has no parameter ${name}.`);
  return {
    ...program,
    parameters: new Map([...program.parameters, [name, { ...declared, default: declared.default ?? '' }]]),
  };
}
