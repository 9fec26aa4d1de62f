/** A remediation that does not fit the runbook it starts: its kind, its parameters, and where the resource goes. */

import { type Remediation, valuesOf } from '../kinds/config.ts';
import { remediationKinds } from '../kinds/index.ts';
import { isFilledIn, textRange } from '../kinds/template.ts';
import type { CalledDocument } from '../lookups.ts';
import { hint, nearest } from '../nearest.ts';
import { get } from '../syntax/node.ts';
import { changeFix, quotedAll } from '../words.ts';
import type { Report, Rule } from './rule.ts';

export const rule: Rule = {
  id: 'remediation-document',
  severity: 'warning',
  summary: 'A remediation does not fit the runbook that it starts.',
  kinds: remediationKinds,
  check({ config, lookups }, report) {
    for (const remediation of config.remediations) {
      const { target } = remediation;
      const name = target?.text
        .replace(/^arn:aws[a-z-]*:ssm:[a-z0-9-]*:\d*:(?:automation-definition|document)\//, '')
        .replace(/:[^:]*$/, '');
      const document = name === undefined ? undefined : lookups.document?.(name);
      if (target === undefined || document === undefined) continue;
      if (document.kind !== 'automation')
        report(target.place, `"${target.text}" is a Command document; a remediation starts an Automation runbook`);
      else checkParameters(remediation, document, target.text, target.place, report);
    }
  },
};

function checkParameters(
  remediation: Remediation,
  { parameters, published }: CalledDocument,
  name: string,
  place: { start: number; end: number },
  report: Report,
): void {
  if (isFilledIn(remediation.parameters?.value)) return;
  const entries = valuesOf(remediation);
  const names = Object.keys(parameters);
  const meant = new Set<string>();
  for (const { key, value } of entries) {
    const parameter = Object.hasOwn(parameters, key.text) ? parameters[key.text] : undefined;
    if (parameter === undefined) {
      const free = names.filter((each) => !entries.some((entry) => entry.key.text === each));
      const guess = nearest(key.text, free);
      if (guess !== undefined) meant.add(guess);
      // A version published since may have it.
      const severity = published && guess === undefined ? 'information' : 'warning';
      report(key, `"${name}" has no parameter "${key.text}"${hint(key.text, guess === undefined ? names : free)}`, {
        severity,
        ...changeFix(textRange(key), guess),
      });
    } else if (isResource(value) && !takesResource(parameter.type))
      report(key, `"${key.text}" of "${name}" is of type ${parameter.type} and takes no RESOURCE_ID`);
  }
  if (entries.some(({ merged }) => merged)) return;
  const missing = names.filter(
    (each) => parameters[each]?.required && !meant.has(each) && !entries.some(({ key }) => key.text === each),
  );
  const at = remediation.parameters?.key ?? place;
  if (missing.length > 0)
    report(at, `"${name}" needs ${quotedAll(missing)}, which ${missing.length === 1 ? 'is' : 'are'} not given`);
  else if (entries.length > 0 && !entries.some(({ value }) => isResource(value) || isFilledIn(value)))
    report(at, `No parameter of "${name}" gets the RESOURCE_ID, so that it does not learn which resource it is about`, {
      severity: 'information',
    });
}

function isResource(value: Parameters<typeof get>[0]): boolean {
  return get(value, 'ResourceValue') !== undefined;
}

/** The id of a resource is a text; a list of texts is made of it. */
function takesResource(type: string): boolean {
  return !/^(?:Boolean|Integer|StringMap|MapList)$/.test(type);
}
