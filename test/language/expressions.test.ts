/** `{{ … }}` in a text: where it stands, and what is between the braces. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  expressionsIn,
  type Reference,
  rangeIn,
  readReference,
  wholeExpression,
} from '../../server/src/language/expressions.ts';
import { readText } from '../../server/src/language/syntax/index.ts';
import { get } from '../../server/src/language/syntax/node.ts';

const found: { text: string; sources: string[]; bodies: string[]; closed?: boolean[] }[] = [
  { text: 'no braces', sources: [], bodies: [] },
  { text: '{{ x }}', sources: ['{{ x }}'], bodies: ['x'] },
  { text: 'a {{x}} b {{ y.z }}', sources: ['{{x}}', '{{ y.z }}'], bodies: ['x', 'y.z'] },
  { text: '{{{ x }}}', sources: ['{{ x }}'], bodies: ['x'] },
  { text: '{{}}', sources: ['{{}}'], bodies: [''] },
  { text: '{{ x', sources: ['{{ x'], bodies: ['x'], closed: [false] },
  { text: '{{ x {{ y }}', sources: ['{{ x ', '{{ y }}'], bodies: ['x', 'y'], closed: [false, true] },
  { text: '{{ x\n }}', sources: ['{{ x\n }}'], bodies: ['x'] },
  { text: '}} {{ x }} }}', sources: ['{{ x }}'], bodies: ['x'] },
];

for (const { text, sources, bodies, closed } of found) {
  test(`expressions of ${JSON.stringify(text)}`, () => {
    const all = expressionsIn(text);
    assert.deepEqual(
      all.map(({ start, end }) => text.slice(start, end)),
      sources,
    );
    assert.deepEqual(
      all.map(({ bodyStart, bodyEnd }) => text.slice(bodyStart, bodyEnd)),
      bodies,
    );
    assert.deepEqual(
      all.map(({ body }) => body),
      bodies,
    );
    assert.deepEqual(
      all.map((each) => each.closed),
      closed ?? sources.map(() => true),
    );
  });
}

const read: [string, Reference][] = [
  ['', { form: 'empty' }],
  ['InstanceId', { form: 'name', name: 'InstanceId' }],
  ['step.Output', { form: 'output', step: 'step', output: 'Output', rest: '' }],
  ['step.Output[0].key', { form: 'output', step: 'step', output: 'Output', rest: '[0].key' }],
  ['global:DATE', { form: 'system', space: 'global', name: 'DATE' }],
  ['automation:EXECUTION_ID', { form: 'system', space: 'automation', name: 'EXECUTION_ID' }],
  ['variable:x', { form: 'variable', name: 'x' }],
  ['ssm:/a/b', { form: 'store', space: 'ssm', name: '/a/b' }],
  ['ssm-secure:x', { form: 'store', space: 'ssm-secure', name: 'x' }],
  ['a b', { form: 'other' }],
  ['.Values.x | quote', { form: 'other' }],
];

for (const [body, reference] of read)
  test(`the reference ${JSON.stringify(body)}`, () => assert.deepEqual(readReference(body), reference));

test('an expression that is the whole of a text', () => {
  assert.equal(wholeExpression(' {{ x }} ')?.body, 'x');
  assert.equal(wholeExpression('{{ x }}y'), undefined);
  assert.equal(wholeExpression('{{ x }}{{ y }}'), undefined);
});

const written = [
  'a: {{ x }}-y',
  'a: "z {{ x }}"',
  "a: 'it''s {{ x }}'",
  'a: "\\t{{ x }}\\n"',
  'a: |\n  z\n  {{ x }}\n',
  'a: >-\n  z\n  {{ x }}\n',
];

for (const text of written) {
  test(`the range of an expression in ${JSON.stringify(text)}`, () => {
    const node = get(readText(text, 'yaml').roots[0], 'a');
    assert.ok(node?.type === 'scalar');
    const [expression] = expressionsIn(node.text);
    assert.ok(expression);
    const { start, end } = rangeIn(node, expression.start, expression.end);
    assert.equal(text.slice(start, end), '{{ x }}');
  });
}

test('expressions of any text lie in it, one behind the other', () => {
  const part = fc.constantFrom('{', '}', '{{', '}}', ' ', 'x', '.', ':', '\n');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      let before = 0;
      for (const { start, end, bodyStart, bodyEnd } of expressionsIn(text)) {
        assert.ok(
          before <= start && start <= bodyStart && bodyStart <= bodyEnd && bodyEnd <= end && end <= text.length,
        );
        before = end;
      }
    }),
    { seed: 20_240_601, numRuns: 2000 },
  );
});
