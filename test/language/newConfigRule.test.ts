/** "New Config Rule": every managed rule in every form is sound as it is proposed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newConfigRule, parse, type RuleForm, ruleChoices } from '../../server/src/language/index.ts';
import { plainOf } from '../../server/src/lspSnippets.ts';
import { formatProblem } from '../../server/src/report.ts';
import { managed, problemsOf } from '../helpers.ts';

const catalogue = managed();
assert.ok(catalogue);

function snippetOf(identifier: string, form: RuleForm): string {
  return (catalogue && newConfigRule(catalogue, identifier, form)?.snippet) ?? '';
}

for (const [form, kind] of [
  ['api', 'config-rule'],
  ['template', 'cloudformation-template'],
  ['pack', 'conformance-pack'],
] as const)
  test(`every managed rule is a sound ${kind}`, () => {
    const choices = ruleChoices(catalogue);
    assert.ok(choices.length > 800);
    for (const { identifier } of choices) {
      const made = newConfigRule(catalogue, identifier, form);
      assert.ok(made, identifier);
      const { format } = made;
      const text = plainOf(made.snippet);
      assert.doesNotMatch(text, /[«»¦]|\$\{/);
      assert.deepEqual(
        parse(text, { format }).parts.map((part) => part.kind),
        [kind],
        identifier,
      );
      const grave = problemsOf(text, { format, lookups: { config: managed } }).filter(({ severity }) =>
        /error|warning/.test(severity),
      );
      assert.deepEqual(
        grave.map((problem) => formatProblem(text, problem)),
        [],
        text,
      );
    }
  });

test('a required parameter is a placeholder with the value of the console', () => {
  assert.match(snippetOf('ACCESS_KEYS_ROTATED', 'template'), /maxAccessKeyAge: "\$\{3:90\}"/);
  assert.match(
    snippetOf('ACCESS_KEYS_ROTATED', 'pack'),
    /Default: "\$\{1:90\}"\nResources:\n {2}\$\{2:AccessKeysRotated\}/,
  );
  const text = plainOf(snippetOf('ACCESS_KEYS_ROTATED', 'api'));
  assert.equal(JSON.parse(text).InputParameters, '{"maxAccessKeyAge":"90"}');
});

test('a parameter with a set of values is a choice, in the pack too', () => {
  assert.match(snippetOf('ALB_DESYNC_MODE_CHECK', 'template'), /\$\{3\|defensive,strictest,monitor\|\}/);
  assert.match(snippetOf('ALB_DESYNC_MODE_CHECK', 'pack'), /AllowedValues:\n +- defensive/);
});

test('a rule on the account has no scope, one that looks now and then a frequency', () => {
  const text = plainOf(snippetOf('ROOT_ACCOUNT_MFA_ENABLED', 'template'));
  assert.doesNotMatch(text, /Scope/);
  assert.match(text, /MaximumExecutionFrequency: TwentyFour_Hours/);
  assert.match(snippetOf('S3_BUCKET_VERSIONING_ENABLED', 'pack'), /ComplianceResourceTypes:\n +- AWS::S3::Bucket/);
});

test('no text is made for a rule that does not exist', () => {
  assert.equal(newConfigRule(catalogue, 'NO_SUCH_RULE', 'api'), undefined);
});
