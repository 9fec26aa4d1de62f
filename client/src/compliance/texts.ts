/**
 * Resources and rules as read-only texts: the configuration of a resource now and at a time, and a rule as
 * `put-config-rule --cli-input-json` takes it, so that the checks and hovers of the language server hold for it.
 */

import type { ConfigurationItem } from '@aws-sdk/client-config-service';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import type { AwsDocuments, AwsText } from '../awsDocuments.ts';
import type { ResourceKey } from '../views/complianceResources.ts';

/** The text of a resource now. */
export function resourceText(connection: Connection, { type, id }: ResourceKey): AwsText {
  return { connection, kind: 'resource', id: `${type} ${id}`, extension: 'json' };
}

/** The text of a resource as it was captured. @param captured - milliseconds since 1970. */
export function captureText(connection: Connection, { type, id }: ResourceKey, captured: number): AwsText {
  return { connection, kind: 'capture', id: `${type} ${id} ${new Date(captured).toISOString()}`, extension: 'json' };
}

export function ruleText(connection: Connection, rule: string): AwsText {
  return { connection, kind: 'config-rule', id: rule, extension: 'json' };
}

export function serveComplianceTexts(texts: AwsDocuments, connections: Connections): void {
  texts.serve('resource', async ({ connection, id }) => {
    const [type = '', ...rest] = id.split(' ');
    const { config } = await connections.clients(connection);
    const resourceKeys = [{ resourceType: type as never, resourceId: rest.join(' ') }];
    const { baseConfigurationItems: [item] = [] } = await config.batchGetResourceConfig({ resourceKeys });
    return item
      ? written({ ...item, configuration: parsed(item.configuration) })
      : 'AWS Config has no configuration of this resource.\n';
  });
  texts.serve('capture', async ({ connection, id }) => {
    const [type = '', ...rest] = id.split(' ');
    const captured = Date.parse(rest.pop() ?? '');
    const item = await itemAt(connections, connection, { type, id: rest.join(' ') }, captured);
    return item
      ? written({ ...item, configuration: parsed(item.configuration) })
      : 'AWS Config keeps no configuration of that time any longer.\n';
  });
  texts.serve('config-rule', async ({ connection, id }) => {
    const { config } = await connections.clients(connection);
    const { ConfigRules: [rule] = [] } = await config.describeConfigRules({ ConfigRuleNames: [id] });
    if (!rule) return `There is no rule ${id} in this account.\n`;
    const { ConfigRuleArn: _arn, ConfigRuleId: _id, ConfigRuleState: _state, CreatedBy: _by, ...own } = rule;
    return written({ ConfigRule: own });
  });
}

/** The configuration of a resource as it was captured at a time; undefined when AWS Config does not keep it. */
async function itemAt(
  connections: Connections,
  connection: Connection,
  { type, id }: ResourceKey,
  captured: number,
): Promise<ConfigurationItem | undefined> {
  const { config } = await connections.clients(connection);
  // Whether the end of the range belongs to it is not said, so the range goes on a little and the time is looked for.
  const { configurationItems: items = [] } = await config.getResourceConfigHistory({
    resourceType: type as never,
    resourceId: id,
    laterTime: new Date(captured + 1000),
    limit: 25,
  });
  const timeOf = ({ configurationItemCaptureTime: time }: ConfigurationItem) => time?.getTime() ?? 0;
  return items.find((item) => timeOf(item) === captured) ?? items.find((item) => timeOf(item) < captured);
}

/** AWS Config keeps the configuration as JSON in a text. */
function parsed(configuration: string | undefined): unknown {
  try {
    return configuration === undefined ? undefined : JSON.parse(configuration);
  } catch {
    return configuration;
  }
}

function written(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
