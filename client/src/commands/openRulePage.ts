/** "Open AWS Documentation": what a managed rule looks at, in AWS's words. */

import { env, Uri } from 'vscode';
import { managedRulePage } from '../compliance/words.ts';
import type { RuleSubject } from '../views/complianceRules.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const openRulePage: Command = {
  id: 'opswright.openRulePage',
  async run({ connections, server }, { connection, rule }: Subject & RuleSubject) {
    const { config } = await connections.clients(connection);
    const { ConfigRules: [found] = [] } = await config.describeConfigRules({ ConfigRuleNames: [rule] });
    const { Owner, SourceIdentifier } = found?.Source ?? {};
    const known = (await server.managedRules())?.find(({ identifier }) => identifier === SourceIdentifier);
    const page = managedRulePage(Owner, SourceIdentifier, known?.name);
    if (page === undefined) throw new Error(`${rule} is no managed rule: AWS has no page on it.`);
    await env.openExternal(Uri.parse(page));
  },
};
