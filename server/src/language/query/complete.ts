/** What may be typed in an advanced query: words, types of resources, and properties segment by segment. */

import type { Completion } from '../complete.ts';
import type { Part } from '../document.ts';
import { type Property, propertiesOf, propertyDetail, propertyNamed } from '../guard/properties.ts';
import type { Lookups } from '../lookups.ts';
import type { Node } from '../syntax/node.ts';
import { textIndex } from '../syntax/scalar.ts';
import { queryWords, readQuery } from './read.ts';

const offered = queryWords.filter((word) => !/^(?:FROM|HAVING|NULL|IS|AS)$/.test(word));

export function queryCompletions({ root }: Part, offset: number, lookups: Lookups): Completion[] {
  const text = textIn(root);
  const at = root.type === 'scalar' ? textIndex(root, offset) : 0;
  const before = text.slice(0, at);
  const quoted = /(?:resourceType\s*(?:=|!=|<>)|\bresourceType\s+in\s*\((?:[^)']|'[^']*')*)\s*'([^']*)$/i.exec(before);
  if (quoted !== null) {
    const known = Object.entries(lookups.config?.()?.resourceTypes ?? {});
    const typed = quoted[1] ?? '';
    return list(
      known.flatMap(([label, recorded]) => (recorded ? [{ label, kind: 'value' }] : [])),
      offset,
      typed,
    );
  }
  if (/^(?:[^']|'[^']*')*'[^']*$/.test(before)) return [];
  const typed = /[\w.]*$/.exec(before)?.[0] ?? '';
  const path = typed.split('.');
  const last = path.pop() ?? '';
  const types = readQuery(text).types?.map((each) => each.text) ?? [];
  const base = lookups.properties?.()?.base ?? {};
  const items = new Map<string, Pick<Completion, 'label' | 'kind'> & { detail?: string }>();
  for (const properties of types.length === 0
    ? [base]
    : types.map((type) => propertiesOf(lookups.properties?.(), type))) {
    let found: Property | undefined = properties;
    for (const name of path) found = typeof found === 'object' ? propertyNamed(found, name) : undefined;
    for (const [label, property] of Object.entries(typeof found === 'object' ? found : {}))
      items.set(label, { label, kind: 'member', detail: propertyDetail(property) });
  }
  const words = path.length > 0 ? [] : offered.map((label) => ({ label, kind: 'value' as const }));
  return list([...items.values(), ...words], offset, last);
}

function list(
  items: readonly (Pick<Completion, 'label' | 'kind'> & { detail?: string })[],
  offset: number,
  typed: string,
): Completion[] {
  return items.map((item, index) => ({
    ...item,
    range: { start: offset - typed.length, end: offset },
    insert: item.label,
    snippet: false,
    sort: String(index).padStart(4, '0'),
  }));
}

function textIn(root: Node): string {
  return root.type === 'scalar' ? root.text : '';
}
