/** Reading Python: the place and words of a fault, and what a script does with its functions and their parameters. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysRead, keysReturned, type PythonFunction, readPython } from '../../server/src/language/scripts/python.ts';
import { mark } from '../helpers.ts';

const faults: [script: string, message: RegExp][] = [
  ['<|print|> "x"\n', /"print" is a function in Python 3/],
  ['if x:\n    <|exec|> "x"\n', /"exec" is a function in Python 3/],
  ['def f(a, b<|)|>\n    return 1\n', /":" is missing at the end of the line of "def"/],
  ['def f(a):\n<|return|> 1\n', /Behind "def" of line 1 .* stand deeper/],
  ['<|  |>x = 1\n', /stands deeper than the one before it/],
  ['if x:\n    a\n<|  |>b\n', /no line before it has/],
  ['if x:\n        a\n<|\t|>b\n', /Tabs and blanks are mixed/],
  ['x = <|(|>1,\ny = 2\n', /This "\(" is never closed/],
  ['x = (1\n<|]|>\n', /"\]" cannot close the "\(" of line 1/],
  ['x = 1<|)|>\n', /This "\)" closes nothing/],
  ["x = <|'|>abc\ny = 1\n", /This ' is never closed/],
  ['x = <|"""|>abc\n', /This """ is never closed/],
  ['x = f"{a}<|}|>"\n', /This "}" closes nothing/],
  ['x = f"<|{|>a"\n', /This "{" is never closed/],
  ['try:\n    a\nexcept X<|,|> e:\n    b\n', /except A as name/],
  ['<|try|>:\n    a\nb\n', /"try" needs "except" or "finally"/],
  ['<|else|>:\n    a\n', /"else" has no "if"/],
  ['if x <|=|> 1:\n    pass\n', /"==" compares/],
  ['a <|<>|> b\n', /write "!="/],
  ['x = 1 <|if|> y\n', /needs an "else"/],
  ['<|f()|> = 1\n', /Nothing can be assigned to this/],
  ['f(a=1, <|b|>)\n', /Arguments without a name come before/],
  ['def f(a=1, <|b|>): pass\n', /"b" needs a default/],
  ['x = {"a": 1, <|"b"|>}\n', /has no ":" behind it/],
  ['x = <|“|>a”\n', /is no quote of Python/],
  ['x =<|\u00a0|>1\n', /no-break space/],
  ['<|0777|>\n', /octal numbers begin with 0o/],
  ['x = a &<|&|> b\n', /Unexpected "&"/],
];
for (const [marked, message] of faults) {
  test(`Python: ${JSON.stringify(marked)}`, () => {
    const { text, ranges } = mark(marked);
    const [fault, ...more] = readPython(text).faults;
    assert.ok(fault, 'no fault is found');
    assert.match(fault.message, message);
    assert.deepEqual({ start: fault.start, end: fault.end }, ranges[0]);
    assert.deepEqual(more, []);
  });
}

const sound = [
  '',
  '# only a comment',
  'x = 1.\ny = .5e-3j + 0x_ff + 1_000 + 00\n',
  'def f():\n    yield\n    x = yield\n    return (yield)\n',
  'with (open(a) as f, open(b) as g,):\n    pass\nwith (a, b): pass\nwith (a): pass\n',
  'match = 1\nmatch.x = case = 2\nprint(match)\nmatch(x)\n',
  'match x, y:\n    case {"a": [1, *rest]} | A(b=None) if rest:\n        pass\n',
  'print\nprint >>f, x\nexec("x")\n',
  'if x:\n    pass\n    # deeper\n  # shallower\nelse: pass; x = 1;\n',
  'x = a if b else lambda *c, d=1, **e: c\nfor x, *y in a, b: continue\n',
  'x = [i async for i in a if b if c for d in e]\ny = {**a, "b": c}\nz = {*a, b}\n',
  'a[1:2, ::3, ..., *b] = c[d := 1]\ndel a[0], (b, c)\n',
  '@a.b(c)\n@d\nasync def f(a, /, b: int = 1, *, c) -> "X":\n    await a\n',
  'x = (\n  1\n  + 2)\\\n  .real\n',
  "x = f'''{\na!r:>{b}}{{}}''' rb'\\x' '\\N{DASH}' f'{a[\"b\"]}' f'{a=}' f'{a != b}'\n",
  'try:\n    pass\nexcept* (A, B) as e:\n    raise X from e\nelse:\n    pass\nfinally:\n    pass\n',
  'from . import a\nfrom ...b.c import (d as e,\n  f,)\nimport g.h as i, j\nfrom k import *\n',
  'x: int\nx.y: "a" = 1\nx += yield\nglobal a, b\nassert x, "y"\n',
  'x = 1if y else 2\nz = not -x ** ~y is not w not in v\n',
  '\ufeffx = 1\r\nif x:\r\n\ty = 2\r\n',
  'x = 1\n    ',
];
for (const script of sound) {
  test(`sound Python: ${JSON.stringify(script.slice(0, 60))}`, () => {
    assert.deepEqual(readPython(script).faults, []);
  });
}

function functionOf(body: string): PythonFunction {
  const [found] = readPython(`def main(events, context):\n${body.replace(/^/gm, '    ')}\n`).functions;
  assert.ok(found);
  return found;
}

test('functions, names and modules of the top level', () => {
  const { functions, names, imports } = readPython(
    'import boto3, os.path as p\nfrom json import dumps\nx, (y, *z) = 1\ndef f(a, b=1, *c, d, **e): pass\nclass K: pass\nif x:\n    def g(): pass\n    h = 1\n',
  );
  assert.deepEqual([...imports], ['boto3', 'os', 'json']);
  assert.deepEqual([...names].sort(), ['K', 'boto3', 'dumps', 'g', 'h', 'p', 'x', 'y', 'z']);
  assert.deepEqual(
    functions.map(({ name, positional, rest, needsNames, decorated }) => ({
      name,
      positional,
      rest,
      needsNames,
      decorated,
    })),
    [
      {
        name: 'f',
        positional: [
          { name: 'a', optional: false },
          { name: 'b', optional: true },
        ],
        rest: true,
        needsNames: true,
        decorated: false,
      },
    ],
  );
  assert.equal(readPython('@wrap\ndef f(a): pass\n').functions[0]?.decorated, true);
});

const reads: [body: string, keys: string[] | undefined][] = [
  ['return events["a"] + events.get("b", events["c"])', ['a!', 'b', 'c!']],
  ['if "a" in events and "b" not in events: pass', ['a', 'b']],
  ["return f\"{events['a']:>{events['b']}}\"", ['a!', 'b!']],
  ['try:\n    x = events["a"]\nexcept KeyError:\n    pass', ['a']],
  ['return (lambda events: events)(1)', []],
  ['def inner():\n    return events["a"]\nreturn inner()', ['a!']],
  ['return dict(events)', undefined],
  ['return events[context]', undefined],
  ['return events.items()', undefined],
  ['for key in events: pass', undefined],
  ['events["a"] = 1', undefined],
  ['a, b = events', undefined],
  ['return {**events}', undefined],
  ['return f"{events}"', undefined],
];
for (const [body, keys] of reads) {
  test(`keys read by ${JSON.stringify(body)}`, () => {
    const found = keysRead(functionOf(body), 'events')?.map(({ key, needed }) => key + (needed ? '!' : ''));
    assert.deepEqual(found, keys);
  });
}

const returns: [body: string, keys: string[] | undefined][] = [
  ['return {"a": 1, "b": {"c": 2}}', ['a', 'b']],
  ['if events:\n    return {"a": 1}\nreturn {"b": 1}', ['a', 'b']],
  ['def inner():\n    return 1\nreturn {"a": inner()}', ['a']],
  ['return result', undefined],
  ['return {**events, "a": 1}', undefined],
  ['return {events: 1}', undefined],
  ['if events:\n    return\nreturn {"a": 1}', undefined],
  ['pass', undefined],
  ['yield {"a": 1}\nreturn {"a": 1}', undefined],
];
for (const [body, keys] of returns) {
  test(`keys returned by ${JSON.stringify(body)}`, () => {
    const found = keysReturned(functionOf(body));
    assert.deepEqual(found && [...found], keys);
  });
}

test('Python that is nested too deeply is a fault, not a crash', () => {
  for (const script of [
    '('.repeat(100_000),
    `x = ${'['.repeat(5000)}${']'.repeat(5000)}`,
    `x = ${'-'.repeat(100_000)}1`,
  ])
    assert.ok(readPython(script).faults.length <= 1);
  const deep = Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n');
  assert.ok(readPython(`${deep}\n${' '.repeat(2000)}pass\n`).faults.length <= 1);
});
