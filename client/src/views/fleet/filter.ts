/** The filter of the Fleet view: what somebody types, as a plain value. Free of `vscode`. */

export type FleetFilter =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  /** Without values any value will do. */
  | { readonly by: 'tag'; readonly key: string; readonly values: readonly string[] }
  /** Part of a name, an id or an address. */
  | { readonly by: 'text'; readonly text: string }
  /** Nodes that report an application of this name. */
  | { readonly by: 'application'; readonly name: string };

const id = /^(?:i|mi)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/**
 * Reads a filter: ids with blanks or commas between, `Key=Value` or `Key=One,Another` or `Key=` for a tag, anything else is
 * looked for in names. Undefined for nothing.
 */
export function readFilter(text: string): FleetFilter | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const words = typed.split(/[\s,]+/).filter(Boolean);
  if (words.every((word) => id.test(word.toLowerCase())))
    return { by: 'ids', ids: [...new Set(words.map((word) => word.toLowerCase()))] };
  const at = typed.replace(/^tag:/i, '').indexOf('=');
  if (at > 0) {
    const tag = typed.replace(/^tag:/i, '');
    const values = tag.slice(at + 1).split(',');
    const named = values.map((value) => value.trim()).filter(Boolean);
    return { by: 'tag', key: tag.slice(0, at).trim(), values: named };
  }
  return { by: 'text', text: typed };
}

/** A filter as it is typed, for changing it. An application is not typed. */
export function writeFilter(filter: FleetFilter | undefined): string {
  switch (filter?.by) {
    case 'ids':
      return filter.ids.join(' ');
    case 'tag':
      return `${filter.key}=${filter.values.join(',')}`;
    case 'text':
      return filter.text;
    default:
      return '';
  }
}

/** What is shown, for the line above the nodes. */
export function filterWords(filter: FleetFilter): string {
  switch (filter.by) {
    case 'ids':
      return filter.ids.length === 1 ? `Only ${filter.ids[0]}` : `Only ${filter.ids.length} nodes by id`;
    case 'tag':
      return `Only the tag ${filter.key}${filter.values.length > 0 ? ` = ${filter.values.join(' or ')}` : ''}`;
    case 'application':
      return `Only nodes that report the application "${filter.name}"`;
    case 'text':
      // Said plainly: the service has no such filter, so a rare word takes many pages.
      return `Only names, ids and addresses with "${filter.text}", looked for page by page`;
  }
}
