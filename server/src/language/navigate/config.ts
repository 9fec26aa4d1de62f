/** Where a name of a template of AWS Config is declared: parameters, conditions, resources, and the rule of a remediation. */

import type { Document, Part } from '../document.ts';
import { configOf } from '../kinds/config.ts';
import { textRange } from '../kinds/template.ts';
import type { Range } from '../problem.ts';
import { type Entry, get, resolve } from '../syntax/node.ts';

export interface ConfigDefinition {
  origin: Range;
  entry: Entry;
}

/** The declaration of the name at an offset; undefined where there is none. */
export function configDefinition(document: Document, part: Part, offset: number): ConfigDefinition | undefined {
  const { template, remediations } = configOf(document, part);
  const holds = ({ start, end }: Range): boolean => start <= offset && offset <= end;
  if (template === undefined) return undefined;
  const resource = (name: string): Entry | undefined => template.resources.find((each) => each.name === name)?.entry;
  const use = template.uses.find(({ range }) => holds(range));
  if (use !== undefined) {
    const entry =
      use.target === 'condition'
        ? template.conditions.get(use.name)
        : (template.parameters.get(use.name) ?? resource(use.name));
    return entry && { origin: use.range, entry };
  }
  const remediation = remediations.find(({ ruleName }) => ruleName !== undefined && holds(ruleName.place));
  if (remediation?.ruleName !== undefined && remediation.rule?.resource !== undefined)
    return { origin: remediation.ruleName.place, entry: remediation.rule.resource.entry };
  for (const { entry } of template.resources) {
    const depends = get(entry.value, 'DependsOn');
    for (const each of depends?.type === 'list' ? depends.items.map(resolve) : [depends]) {
      const target = each?.type === 'scalar' && holds(each) ? resource(each.text) : undefined;
      if (each?.type === 'scalar' && target !== undefined) return { origin: textRange(each), entry: target };
    }
  }
  return undefined;
}
