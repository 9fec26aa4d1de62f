/** Conformance packs, their rules, and what each rule found. */

import type { ConformancePackComplianceSummary, ConformancePackDetail } from '@aws-sdk/client-config-service';
import { verdictIcon, verdictOf, verdictWords } from '../compliance/words.ts';
import type { Place } from './compliance.ts';
import { ruleNode } from './complianceRules.ts';
import { pagesOf } from './pages.ts';
import type { Page, TreeNode } from './tree.ts';

/** The service sums up so many packs in a request. */
const mostAtOnce = 5;

export function packNodes(place: Place): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const answer = await config.describeConformancePacks({ NextToken, Limit: mostAtOnce });
      const packs = answer.ConformancePackDetails ?? [];
      const names = packs.map(({ ConformancePackName: name = '' }) => name);
      const { ConformancePackComplianceSummaryList: sums = [] } =
        names.length > 0
          ? await config.getConformancePackComplianceSummary({ ConformancePackNames: names, Limit: names.length })
          : {};
      return { items: packs.map((pack) => ({ pack, sums })), next: answer.NextToken };
    },
    ({ pack, sums }) => packNode(place, pack, sums),
  );
}

function packNode(place: Place, pack: ConformancePackDetail, sums: ConformancePackComplianceSummary[]): TreeNode {
  const name = pack.ConformancePackName ?? '';
  const sum = sums.find((each) => each.ConformancePackName === name);
  const verdict = verdictOf(sum?.ConformancePackComplianceStatus);
  const inputs = pack.ConformancePackInputParameters ?? [];
  return {
    id: name,
    label: name,
    description: verdictWords(verdict),
    icon: verdictIcon(verdict),
    tooltip: [
      `${name}: ${verdictWords(verdict).toLowerCase()}`,
      pack.LastUpdateRequestedTime && `Updated ${pack.LastUpdateRequestedTime.toLocaleString()}`,
      ...inputs.map(({ ParameterName, ParameterValue }) => `${ParameterName} = ${ParameterValue}`),
    ]
      .filter(Boolean)
      .join('\n'),
    context: 'pack',
    subject: { pack: name },
    empty: 'No rule has a result yet',
    pages: () => packRules(place, name),
  };
}

function packRules(place: Place, pack: string): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const answer = await config.describeConformancePackCompliance({ ConformancePackName: pack, NextToken });
      return { items: answer.ConformancePackRuleComplianceList, next: answer.NextToken };
    },
    ({ ConfigRuleName: rule = '', ComplianceType: type }) => {
      const verdict = verdictOf(type);
      return ruleNode(place, rule, verdict, verdictWords(verdict));
    },
  );
}
