/** The function of a custom rule that is no ARN of a Lambda function; the service takes nothing else, not even its name. */

import { ruleKinds } from '../kinds/index.ts';
import { literalOf } from '../kinds/template.ts';
import { shorten } from '../words.ts';
import type { Rule } from './rule.ts';

const arn = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(?::[A-Za-z0-9$_-]+)?$/;
/** Marks of people and programs that fill the text in later. */
const gap = /[<>{}%]|\$[^L]|x{6}/i;

export const rule: Rule = {
  id: 'lambda-function-arn',
  severity: 'error',
  summary: 'A custom rule names its function by something that is no ARN of a Lambda function.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const { lambda, template } of config.rules) {
      const value = literalOf(lambda?.value, template);
      if (value === undefined || value.parameter !== undefined || arn.test(value.text) || gap.test(value.text))
        continue;
      report(
        value.place,
        `"${shorten(value.text)}" is no ARN of a Lambda function; expected arn:aws:lambda:REGION:ACCOUNT:function:NAME`,
      );
    }
  },
};
