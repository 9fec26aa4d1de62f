/** New rules of AWS Config, for a client that offers them: the managed rules there are, and the text of one. */

import type { Connection } from 'vscode-languageserver/node';
import { type Lookups, newConfigRule, ruleChoices } from './language/index.ts';
import type { Answer } from './lspRequests.ts';
import { managedRulesRequest, type NewConfigRuleParams, newConfigRuleRequest } from './protocol.ts';

export function serveNewConfigRule(connection: Connection, { config }: Lookups, answer: Answer): void {
  connection.onRequest(managedRulesRequest, (token) =>
    answer('managed rules', token, () => {
      const catalogue = config?.();
      return catalogue ? ruleChoices(catalogue) : null;
    }),
  );
  connection.onRequest(newConfigRuleRequest, ({ identifier, form }: NewConfigRuleParams, token) =>
    answer('new Config rule', token, () => {
      const catalogue = config?.();
      return (catalogue && newConfigRule(catalogue, identifier, form)) ?? null;
    }),
  );
}
