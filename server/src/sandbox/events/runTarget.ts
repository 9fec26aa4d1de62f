/** Runs the target of an event rule: an Automation, a Run Command, an OpsItem, another bus. */

import type { Target } from '@aws-sdk/client-eventbridge';
import type { Json, JsonMap } from '../../simulator/index.ts';
import { isMap, textOfValue } from '../../simulator/json.ts';
import type { Account } from '../account.ts';
import { call } from '../operations.ts';
import { emit } from './emit.ts';

/** A target that the sandbox has nothing for is passed over. Throws as the operation does that it calls. */
export async function runTarget(account: Account, target: Target, event: JsonMap, input: string): Promise<void> {
  const { Arn = '' } = target;
  const [, , service, , , ...rest] = Arn.split(':');
  const resource = rest.join(':');
  const caller = {
    arn: target.RoleArn ?? `arn:aws:iam::${account.settings.accountId}:role/events`,
    userAgent: 'events.amazonaws.com',
  };
  if (service === 'events' && resource.startsWith('event-bus/')) {
    forward(account, resource.slice('event-bus/'.length), event);
    return;
  }
  if (service !== 'ssm') return;
  const [kind, name = ''] = resource.split('/');
  if (kind === 'automation-definition') {
    const [DocumentName = '', DocumentVersion = '$DEFAULT'] = name.split(':');
    const Parameters = parametersOf(input);
    await call(account, 'ssm', 'StartAutomationExecution', { DocumentName, DocumentVersion, Parameters }, caller);
  } else if (kind === 'document') {
    const Targets = target.RunCommandParameters?.RunCommandTargets ?? [];
    const request = { DocumentName: name, Targets, Parameters: parametersOf(input), MaxErrors: '100%' };
    await call(account, 'ssm', 'SendCommand', request, caller);
  } else if (kind === 'opsitem') await call(account, 'ssm', 'CreateOpsItem', opsItemOf(event, input), caller);
}

/** The members of the input are parameters, each a list of texts. An input that is no object gives none. */
function parametersOf(input: string): Record<string, string[]> {
  const value = read(input);
  if (!isMap(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, (Array.isArray(each) ? each : [each]).map(textOfValue)]),
  );
}

function read(input: string): Json {
  try {
    return JSON.parse(input) as Json;
  } catch {
    return input;
  }
}

/** Members of the input that OpsItems have; the rest of them comes from the event. */
function opsItemOf(event: JsonMap, input: string): JsonMap {
  const given = read(input);
  const own = isMap(given) && given['detail-type'] === undefined ? given : {};
  const type = textOfValue(event['detail-type']);
  const resources = Array.isArray(event.resources) ? event.resources.map((arn) => ({ arn })) : [];
  return {
    Title: textOfValue(own.title) || type,
    Source:
      textOfValue(own.source) ||
      textOfValue(event.source)
        .replace(/^aws\./, '')
        .toUpperCase(),
    Description: textOfValue(own.description) || `${type} in ${textOfValue(event.region)}.`,
    ...(own.priority !== undefined && { Priority: Number(own.priority) }),
    ...(own.severity !== undefined && { Severity: textOfValue(own.severity) }),
    ...(own.category !== undefined && { Category: textOfValue(own.category) }),
    OperationalData: {
      '/aws/resources': { Type: 'SearchableString', Value: JSON.stringify(resources) },
      event: { Type: 'String', Value: JSON.stringify(event) },
    },
  };
}

function forward(account: Account, bus: string, event: JsonMap): void {
  emit(account, {
    source: textOfValue(event.source),
    type: textOfValue(event['detail-type']),
    resources: Array.isArray(event.resources) ? event.resources.map(textOfValue) : [],
    detail: isMap(event.detail) ? event.detail : {},
    bus,
  });
}
