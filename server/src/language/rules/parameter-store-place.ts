/** `{{ ssm:name }}` and `{{ ssm-secure:name }}` where the service does not fill them, or with a name it cannot read. */

import type { Use } from '../symbols.ts';
import type { Rule } from './rule.ts';

const secrets = new Set(['tokenInfo', 'privateSSHKey', 'username', 'password']);

export const rule: Rule = {
  id: 'parameter-store-place',
  severity: 'error',
  summary: 'A Parameter Store reference where none is filled, or with a malformed name.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ kind, symbols }, report) {
    const runbook = kind === 'automation' || kind === 'change-template';
    for (const use of symbols.uses) {
      const { reference } = use.expression;
      if (reference.form !== 'store' || !use.expression.closed) continue;
      const fault = reference.space === 'ssm-secure' ? secureFault(use) : plainFault(use, runbook);
      if (fault !== undefined) report(use.body, fault);
      else if (!/^[\w./:-]+$/.test(reference.name)) {
        report(
          use.body,
          `"${reference.name}" is no name of a parameter in Parameter Store: letters, digits and _ . / - only, with ":version" behind it if wanted`,
        );
      }
    }
  },
};

function plainFault({ place, step }: Use, runbook: boolean): string | undefined {
  if (place === 'role') return 'assumeRole cannot be read from Parameter Store; declare a parameter for the role';
  if (place === 'precondition')
    return 'A precondition cannot read Parameter Store; declare a parameter with this as its default';
  // A document that a step carries as text is filled when that document runs, not here.
  if (!runbook || step === undefined || place === 'script' || place === 'step') return undefined;
  return 'The service refuses {{ ssm: }} in a step; declare a parameter with this as its default';
}

function secureFault({ place, path, node }: Use): string | undefined {
  if (place === 'parameter-default')
    return 'A default cannot be a SecureString; pass the name of the parameter and read it on the node';
  const allowed = path.some((key) => secrets.has(key) || key === 'sourceInfo') || node.text.trimStart().startsWith('{');
  return allowed
    ? undefined
    : '{{ ssm-secure: }} is filled only in the secrets of aws:downloadContent: tokenInfo, privateSSHKey, username, password';
}
