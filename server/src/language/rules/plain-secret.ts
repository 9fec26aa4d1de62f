/** What looks like a secret, written out in the document, where everybody who may read the document reads it. */

import { declaredIn } from '../declared.ts';
import { resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

/** Names of secrets, and endings that make of them names of something about a secret. */
const secret =
  /(?:password|passwd|passphrase|secret|api_?key|access_?key|private_?key|auth_?token|access_?token|bearer_?token)/i;
const about =
  /(?:name|names|id|ids|arn|arns|path|paths|uri|url|key_?pair|length|policy|age|ttl|expiry|expiration|expires|rotation|days|type|version|stage|store|location|field|prefix|enabled|required|parameter|parameters|description|template|format|reset|manager|users?)$/i;
const placeholder =
  /^(?:none|null|n\/a|default|optional|changeme|change[-_ ]me|placeholder|your.*|example.*|<.*>|\*+|x+|-+|true|false|yes|no|\d{0,3})$/i;
/** An ARN, a path or an address points to a secret and is none. */
const pointer = /^(?:arn:|[a-z0-9]+:\/\/|\/)|^[\w.-]+\/[\w./-]+$/i;

export const rule: Rule = {
  id: 'plain-secret',
  severity: 'warning',
  summary: 'What looks like a password, token or access key stands in the document in plain text.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view, document, part }, report) {
    for (const { declaration, value } of declaredIn([...view.parameters, ...view.variables])) {
      const node = resolve(value);
      const { name } = declaration;
      if (node?.type !== 'scalar' || !secret.test(name) || about.test(name)) continue;
      if (typeof node.value !== 'string' || placeholder.test(node.text.trim()) || pointer.test(node.text)) continue;
      // Words with blanks are a sentence; the same word as the name is one more name.
      if (/\s/.test(node.text) || node.text === '' || secret.test(node.text)) continue;
      report(
        node,
        `The default of "${name}" can be read by whoever can read the document; take it from Secrets Manager or a SecureString parameter when it is needed`,
      );
    }
    const { root } = part;
    for (const { 0: key, index } of document.text
      .slice(root.start, root.end)
      .matchAll(/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g)) {
      // The keys of the samples of AWS say so themselves.
      if (key.includes('EXAMPLE') || /(.)\1{5}/.test(key)) continue;
      const start = root.start + index;
      report({ start, end: start + key.length }, 'This looks like an access key; take it out and have it replaced');
    }
  },
};
