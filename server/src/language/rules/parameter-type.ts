/** A type that documents of this kind are not said to have: in Command documents, all but text and lists of texts. */

import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const listed = new Set(['AWS::EC2::Instance::Id', 'AWS::S3::Bucket::Name', 'AWS::IAM::Role::Arn']);

export const rule: Rule = {
  id: 'parameter-type',
  severity: 'warning',
  summary: 'A type that the guide does not list for parameters of this kind of document.',
  kinds: ['automation', 'command', 'session'],
  check({ kind, view }, report) {
    for (const { entry, type } of view.parameters) {
      const node = get(entry.value, 'type');
      if (node === undefined || type === undefined) continue;
      if (kind === 'automation') {
        const resource = type.replace(/^List<(.*)>$/, '$1');
        if (resource.startsWith('AWS::') && !listed.has(resource))
          report(node, `"${type}" is not among the resource types that the guide lists; "String" always works`);
      } else if (/^(?:List<)?AWS::/.test(type))
        report(node, `"${type}" is for runbooks; other documents take "String" and "StringList"`);
      else if (kind === 'command' && (type === 'Integer' || type === 'Boolean' || type === 'MapList'))
        report(
          node,
          `Command documents are said to take "String" and "StringList" only; give "${type}" as "String" with an allowedPattern or allowedValues`,
        );
    }
  },
};
