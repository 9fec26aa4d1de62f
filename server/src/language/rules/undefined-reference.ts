/** A reference in a conformance pack to a parameter, resource or condition that it does not have. */

import { textRange } from '../kinds/template.ts';
import { hint, nearest } from '../nearest.ts';
import { type Entry, get, resolve, type ScalarNode } from '../syntax/node.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

const pseudo = /^AWS::(?:AccountId|NoValue|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix)$/;

export const rule: Rule = {
  id: 'undefined-reference',
  severity: 'error',
  summary: 'A reference in a conformance pack to something that it does not have.',
  kinds: ['conformance-pack'],
  check({ config, known }, report) {
    const { template } = config;
    if (template === undefined) return;
    const resources = template.resources.map(({ name }) => name);
    for (const { name, target, range } of template.uses) {
      if (target === 'condition') {
        if (template.conditions.has(name) || !known('Conditions')) continue;
        const names = [...template.conditions.keys()];
        report(range, `No condition "${name}" is defined${hint(name, names)}`, changeFix(range, nearest(name, names)));
      } else {
        if (template.parameters.has(name) || resources.includes(name) || pseudo.test(name)) continue;
        if (!known('Parameters') || !known('Resources')) continue;
        const names = [...template.parameters.keys()];
        report(
          range,
          `No parameter "${name}" is defined${hint(name, names)}`,
          changeFix(range, nearest(name, [...names, ...resources])),
        );
      }
    }
    for (const { dependsOn, entry } of template.resources) {
      for (const name of dependsOn) {
        if (resources.includes(name) || !known('Resources')) continue;
        const node = dependencyNode(entry, name);
        if (node !== undefined)
          report(
            node,
            `No resource "${name}" is in this pack${hint(name, resources)}`,
            changeFix(textRange(node), nearest(name, resources)),
          );
      }
    }
  },
};

function dependencyNode({ value }: Entry, name: string): ScalarNode | undefined {
  const depends = get(value, 'DependsOn');
  const nodes = depends?.type === 'list' ? depends.items.map(resolve) : [depends];
  return nodes.find((node): node is ScalarNode => node?.type === 'scalar' && node.text === name);
}
