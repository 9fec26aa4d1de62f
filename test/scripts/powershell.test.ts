/** Reading PowerShell: what is never closed, and what only looks so. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { powershellFaults } from '../../server/src/language/scripts/powershell.ts';
import { mark } from '../helpers.ts';

const faults: [script: string, message: RegExp][] = [
  ['if ($a) <|{|>\n  b\n', /This "{" is never closed/],
  ['if <|(|>$a\n', /This "\(" is never closed/],
  ['if ($a <|}|>\n', /"}" cannot close the "\(" of line 1/],
  ['a <|)|>\n', /This "\)" closes nothing/],
  ['a <|"|>b\n', /This " is never closed/],
  ["a <|'|>it\n", /This ' is never closed/],
  ['a "$(b<|"|>\n', /This " is never closed/],
  ['<|<#|> a\n', /"#>" is missing/],
  ['$a = <|@"|>\nb\n', /"@ is missing/],
  ["$a = <|@'|>\nb\n  '@\n", /'@ must stand at the very beginning/],
  ['a <|${|>b\n', /This "\$\{" is never closed/],
];
for (const [marked, message] of faults) {
  test(`PowerShell: ${JSON.stringify(marked)}`, () => {
    const { text, ranges } = mark(marked);
    const [fault, ...more] = powershellFaults(text);
    assert.ok(fault, 'no fault is found');
    assert.match(fault.message, message);
    assert.equal(fault.start, ranges[0]?.start);
    assert.deepEqual(more, []);
  });
}

const sound = [
  '',
  "# it's (\n<# it's\n( #>\n",
  '\'it\'\'s\' "a ""b"" `" \'c" "$(d \'e\' "f )")" $(\'(\')\n',
  '$a = @"\nit\'s "( $(b "c")\n"@ + @\'\n"@ $(\n\'@\n$b = @\'\n\'@\n',
  '@{ a = @(1, 2); b = { param($c) $_ } }\n[regex]::Match($a, "\\(")\n',
  'a `( `" `{ b#c [a-z ]\n',
  'cmd --% /c (\nb\n',
  `\${a (b} = “it's (” + ‘it"s’\n`,
  'a |\n  b { c } # (\n',
];
for (const script of sound) {
  test(`sound PowerShell: ${JSON.stringify(script.slice(0, 60))}`, () => {
    assert.deepEqual(powershellFaults(script), []);
  });
}

test('PowerShell that is nested too deeply is no crash', () => {
  for (const script of ['('.repeat(100_000), '"$('.repeat(100_000)]) assert.ok(powershellFaults(script).length <= 1);
});
