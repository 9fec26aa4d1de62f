/** A download that anyone on the way can change, or with a password in the document. */

import { jsonIn } from '../jsonText.ts';
import { entriesOf, entryOf, resolve, textOf } from '../syntax/node.ts';
import { blockMark } from '../words.ts';
import type { Rule } from './rule.ts';

const secrets = ['password', 'privateSSHKey', 'tokenInfo'];

export const rule: Rule = {
  id: 'insecure-download',
  severity: 'warning',
  summary: 'aws:downloadContent without TLS or host key check, or with a secret in plain text.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:downloadContent' ? resolve(entryOf(inputs, 'sourceInfo')?.value) : undefined;
      const info =
        node?.type === 'map'
          ? Object.fromEntries(entriesOf(node).map(({ key, value }) => [key.text, textOf(value)]))
          : read(textOf(node));
      if (node === undefined || info === undefined) continue;
      const place = (key: string): { start: number; end: number } =>
        entryOf(node, key)?.key ?? (node.type === 'scalar' ? blockMark(node) : node);
      for (const key of ['allowInsecureDownload', 'skipHostKeyChecking']) {
        if (String(info[key]).toLowerCase() === 'true')
          report(place(key), `With "${key}" anyone on the way can change what is downloaded`);
      }
      for (const key of ['url', 'path', 'repository']) {
        if (String(info[key]).startsWith('http://'))
          report(place(key), `"${key}" is fetched without encryption; use https`);
      }
      for (const key of secrets) {
        const value = info[key];
        if (typeof value === 'string' && value !== '' && !value.includes('{{'))
          report(place(key), `"${key}" stands here in plain text; write {{ssm-secure:NAME}}`);
      }
    }
  },
};

function read(text: string | undefined): Record<string, unknown> | undefined {
  const value = text === undefined ? undefined : jsonIn(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
