/** Names, tags and accounts as they are typed. Free of `vscode`, so that tests need no editor. */

/** Why the service would refuse the name of a document; undefined for one that it takes. */
export function nameFault(name: string): string | undefined {
  if (!/^[\w.-]{3,128}$/.test(name)) return 'Letters, digits, and _ - . only; 3 to 128 of them';
  return /^(?:aws|amazon|amzn)/i.test(name) ? 'Names that begin with aws, amazon or amzn are kept for AWS' : undefined;
}

/** The same for the name of a version; an empty one is none. */
export function versionNameFault(name: string): string | undefined {
  return /^[\w.-]{0,128}$/.test(name) ? undefined : 'Letters, digits, and _ - . only; at most 128 of them';
}

export type Tags = Readonly<Record<string, string>>;

export function tagsAsText(tags: Tags): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** `Team=web, Stage=prod`; or what is wrong with it. The service has no comma in tags. */
export function tagsOfText(text: string): { tags: Tags } | { fault: string } {
  const tags: Record<string, string> = {};
  for (const each of text.split(',').map((part) => part.trim())) {
    if (each === '') continue;
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(each) ?? [];
    if (key.trim() === '') return { fault: `"${each}" is no tag: KEY=VALUE, with commas between` };
    if (/^aws:/i.test(key.trim())) return { fault: 'Keys that begin with aws: are kept for AWS' };
    tags[key.trim()] = value.trim();
  }
  return { tags };
}

/** What makes one set of tags the other. */
export function tagChanges(before: Tags, after: Tags): { add: Tags; remove: string[] } {
  return {
    add: Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value)),
    remove: Object.keys(before).filter((key) => !(key in after)),
  };
}

/** Account ids, or `all` for everybody; or what is wrong with them. */
export function accountsOfText(text: string): string[] | { fault: string } {
  const accounts = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((each) => (/^all$/i.test(each) ? 'all' : each.replaceAll('-', '')));
  const wrong = accounts.find((each) => each !== 'all' && !/^\d{12}$/.test(each));
  return wrong === undefined ? [...new Set(accounts)] : { fault: `"${wrong}" is no account: 12 digits, or all` };
}
