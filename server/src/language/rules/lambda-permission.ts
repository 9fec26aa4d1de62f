/**
 * A Lambda rule beside its function, in a template that does not let AWS Config call it: the rule cannot be created, as
 * PutConfigRule answers InsufficientPermissions.
 */

import { headOfRule } from '../kinds/configRule.ts';
import type { Resource, TemplateView } from '../kinds/template.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'lambda-permission',
  severity: 'warning',
  summary: 'A Lambda rule whose function AWS Config may not call.',
  kinds: ['cloudformation-template'],
  check({ config }, report) {
    const { template } = config;
    if (template === undefined) return;
    const functions = template.resources.filter(
      ({ type }) => type === 'AWS::Lambda::Function' || type === 'AWS::Serverless::Function',
    );
    if (template.resources.some(allowsConfig)) return;
    for (const rule of config.rules) {
      const { lambda } = rule;
      const own = lambda === undefined ? undefined : functions.find((each) => refersTo(template, lambda.value, each));
      if (lambda !== undefined && own !== undefined)
        report(
          lambda.key ?? headOfRule(rule),
          `AWS Config may not call "${own.name}": no AWS::Lambda::Permission here is for config.amazonaws.com`,
        );
    }
  },
};

function allowsConfig({ type, properties }: Resource): boolean {
  if (type !== 'AWS::Lambda::Permission') return false;
  const principal = textOf(get(properties, 'Principal'));
  // One that a template fills in may be the right one.
  return (
    principal === undefined ||
    principal.startsWith('config.') ||
    entryOf(properties, 'Principal')?.value.tag !== undefined
  );
}

function refersTo(template: TemplateView, value: { start: number; end: number }, { name }: Resource): boolean {
  return template.uses.some(
    (use) => use.name === name && value.start <= use.range.start && use.range.end <= value.end + 1,
  );
}
