/** The tree of a text: every node stands where its source stands, whatever the style. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { getScalarValue, parseEvents, type ScalarEvent } from 'js-yaml';
import { jsonIn } from '../../server/src/language/jsonText.ts';
import { commentsOf } from '../../server/src/language/syntax/comments.ts';
import { readText, type Syntax } from '../../server/src/language/syntax/index.ts';
import { get, type Node, resolve, type ScalarNode, textOf } from '../../server/src/language/syntax/node.ts';
import { sourceOffset, textIndex } from '../../server/src/language/syntax/scalar.ts';
import { readSoundJson } from '../../server/src/language/syntax/soundJson.ts';
import { attempt, build } from '../../server/src/language/syntax/yaml.ts';
import { corpusFiles, corpusText, noCorpus } from '../corpus.ts';
import { drawn, thorough } from '../sample.ts';

function yaml(text: string): Syntax {
  return readText(text, 'yaml');
}

/** The root of a text that has to be without fault. */
function sound(text: string): Node {
  const { roots, faults } = yaml(text);
  assert.deepEqual(faults, []);
  const [root] = roots;
  assert.ok(root);
  return root;
}

/** All nodes below one, aliases not followed. */
function all(node: Node): Node[] {
  if (node.type === 'map')
    return [
      node,
      ...node.entries.filter(({ merged }) => !merged).flatMap(({ key, value }) => [...all(key), ...all(value)]),
    ];
  return node.type === 'list' ? [node, ...node.items.flatMap(all)] : [node];
}

function scalars(node: Node): ScalarNode[] {
  return all(node).filter((each): each is ScalarNode => each.type === 'scalar');
}

/** The source of every node, outermost first. */
function slices(text: string): string[] {
  return all(sound(text)).map(({ start, end }) => text.slice(start, end));
}

function scalarAt(root: Node, ...keys: string[]): ScalarNode {
  const found = keys.reduce<Node | undefined>((node, key) => get(node, key), root);
  assert.ok(found?.type === 'scalar');
  return found;
}

const ranges: { of: string; text: string; slices: string[] }[] = [
  { of: 'plain scalars', text: 'a: b c  # d\n', slices: ['a: b c', 'a', 'b c'] },
  {
    of: 'quoted scalars',
    text: `"a": 'it''s'\n'b': "x\\n"`,
    slices: [`"a": 'it''s'\n'b': "x\\n"`, '"a"', "'it''s'", "'b'", '"x\\n"'],
  },
  { of: 'plain text over two lines', text: 'a: b\n  c\nd: e', slices: ['a: b\n  c\nd: e', 'a', 'b\n  c', 'd', 'e'] },
  {
    of: 'block scalars',
    text: 'a: |\n  b\n   c\n\nd: >-\n  e\n',
    slices: ['a: |\n  b\n   c\n\nd: >-\n  e', 'a', '|\n  b\n   c', 'd', '>-\n  e'],
  },
  {
    of: 'a block scalar with a comment and an indentation mark',
    text: 'a: |2- # b\n   c\n',
    slices: ['a: |2- # b\n   c', 'a', '|2- # b\n   c'],
  },
  { of: 'an empty block scalar', text: 'a: |\nb: c', slices: ['a: |\nb: c', 'a', '|', 'b', 'c'] },
  {
    of: 'block lists',
    text: 'a:\n  - b\n  - c: d\n    e: f\n',
    slices: [
      'a:\n  - b\n  - c: d\n    e: f',
      'a',
      '- b\n  - c: d\n    e: f',
      'b',
      'c: d\n    e: f',
      'c',
      'd',
      'e',
      'f',
    ],
  },
  {
    of: 'flow collections',
    text: 'a: [b, {c: d} , [ ]]  \n',
    slices: ['a: [b, {c: d} , [ ]]', 'a', '[b, {c: d} , [ ]]', 'b', '{c: d}', 'c', 'd', '[ ]'],
  },
  {
    of: 'flow collections over lines',
    text: 'a: {\n  b: c,\n  }\nd: e',
    slices: ['a: {\n  b: c,\n  }\nd: e', 'a', '{\n  b: c,\n  }', 'b', 'c', 'd', 'e'],
  },
  {
    of: 'a flow list with comments',
    text: 'a: [ # b ]\n  c # ]\n  , ]\n',
    slices: ['a: [ # b ]\n  c # ]\n  , ]', 'a', '[ # b ]\n  c # ]\n  , ]', 'c'],
  },
  { of: 'a pair in a flow list', text: '[a: b]', slices: ['[a: b]', 'a: b', 'a', 'b'] },
  {
    of: 'tags',
    text: 'a: !Ref b\nc: !!str 5\nd: !x [e]',
    slices: ['a: !Ref b\nc: !!str 5\nd: !x [e]', 'a', 'b', 'c', '5', 'd', '[e]', 'e'],
  },
  { of: 'tabs between words', text: 'a:\tb\t# c\n', slices: ['a:\tb', 'a', 'b'] },
  {
    of: 'Windows line ends',
    text: 'a: b\r\nc: |\r\n  d\r\n  e\r\nf: g\r\n',
    slices: ['a: b\r\nc: |\r\n  d\r\n  e\r\nf: g', 'a', 'b', 'c', '|\r\n  d\r\n  e', 'f', 'g'],
  },
  { of: 'a byte order mark', text: '\ufeffa: b\nc: d\n', slices: ['a: b\nc: d', 'a', 'b', 'c', 'd'] },
  { of: 'surrogate pairs', text: 'a: 😀 b\nc: "😀"', slices: ['a: 😀 b\nc: "😀"', 'a', '😀 b', 'c', '"😀"'] },
];

for (const { of, text, slices: expected } of ranges)
  test(`ranges of ${of}`, () => assert.deepEqual(slices(text), expected));

const empties: { of: string; text: string; at: number[] }[] = [
  { of: 'at the end', text: 'a:', at: [2] },
  { of: 'before another key', text: 'a:\nb:  \nc: d', at: [2, 5] },
  { of: 'before a comment', text: 'a: # b\nc: d', at: [2] },
  { of: 'behind a comment', text: '# x: y\na:\n# b: c\nd: e', at: [9] },
  { of: 'of a list item', text: 'a:\n  - \n  -\n  - b', at: [6, 11] },
  { of: 'in a flow map', text: '{a, b: , c: d}', at: [2, 6] },
  { of: 'behind an anchor', text: 'a: &b\nc: d', at: [5] },
  { of: 'behind a tag', text: 'a: !b\nc: d', at: [5] },
  { of: 'with Windows line ends', text: 'a:\r\nb:\r\n', at: [2, 6] },
];

for (const { of, text, at } of empties) {
  test(`an empty value ${of} stands where it would be typed`, () => {
    const missing = scalars(sound(text)).filter((node) => node.missing);
    assert.deepEqual(
      missing.map(({ start, end, value }) => [start, end, value]),
      at.map((place) => [place, place, null]),
    );
  });
}

test('values by the core schema', () => {
  const root = sound(
    '[5, -1, 1.5, 1e3, 0x1F, 0o17, .inf, true, False, null, ~, yes, \'5\', "true", !!str 5, 1_000, 2020-01-01]',
  );
  assert.deepEqual(
    scalars(root).map(({ value }) => value),
    [5, -1, 1.5, 1000, 31, 15, Infinity, true, false, null, null, 'yes', '5', 'true', '5', '1_000', '2020-01-01'],
  );
});

test('anchors, aliases and an alias of an alias', () => {
  const root = sound('a: &x b\nc: *x\nd: &y [*x]\ne: *y\n');
  assert.equal(textOf(get(root, 'c')), 'b');
  assert.equal(resolve(get(root, 'e')), get(root, 'd'));
  assert.equal(get(root, 'd')?.anchor, 'y');
});

test('an anchor that is written again names the later value from there on', () => {
  const root = sound('a: &x 1\nb: *x\nc: &x 2\nd: *x\n');
  assert.deepEqual([textOf(get(root, 'b')), textOf(get(root, 'd'))], ['1', '2']);
});

test('an alias without its anchor, and one inside the value it names, are faults', () => {
  const told = yaml('a: *x\nb: &y\n  c: *y\n').faults.map(({ message }) => message);
  assert.deepEqual(told, [
    'No anchor "&x" stands before this alias',
    'The alias "*y" stands inside the value it names',
  ]);
});

test('merged keys give way to those of the map, and later sources to earlier ones', () => {
  const root = sound(
    'a: &a {x: 1, y: 1}\nb: &b {x: 2, y: 2, z: 2}\nc:\n  x: 0\n  <<: [*a, *b]\nd:\n  <<: *b\n  z: 0\n',
  );
  const values = (key: string): unknown => {
    const map = get(root, key);
    return map?.type === 'map' && Object.fromEntries(map.entries.map((entry) => [entry.key.text, textOf(entry.value)]));
  };
  assert.deepEqual(values('c'), { x: '0', y: '1', z: '2' });
  assert.deepEqual(values('d'), { z: '0', x: '2', y: '2' });
});

test('a quoted << is a key like any other', () => {
  const map = sound('"<<": {a: b}\n');
  assert.ok(map.type === 'map');
  assert.deepEqual(
    map.entries.map(({ key }) => key.text),
    ['<<'],
  );
});

test('the documents of a stream are read apart, and anchors end with them', () => {
  const { roots, faults } = yaml('--- # one\na: &x b\n...\n---\nc: *x\n---\n');
  assert.equal(roots.length, 3);
  assert.deepEqual(
    faults.map(({ message }) => message),
    ['No anchor "&x" stands before this alias'],
  );
});

test('a key that stands twice is told once, at the second', () => {
  const text = 'a: 1\nb: 2\na: 3\n';
  const { faults } = yaml(text);
  assert.deepEqual(
    faults.map(({ rule, start }) => [rule, start]),
    [['duplicate-key', text.lastIndexOf('a')]],
  );
  assert.equal(readText('{"a": 1, "a": 2}', 'json').faults.length, 1);
});

test('both places of a key that stands twice are right in a text that was mended', () => {
  const text = 'a: @b\nc: 1\nc: 2\n';
  const found = yaml(text).faults.find(({ rule }) => rule === 'duplicate-key');
  assert.deepEqual([found?.start, found?.related?.[0]?.start], [text.lastIndexOf('c'), text.indexOf('c')]);
});

test('a collection as a key is kept as its source', () => {
  const map = sound('{{ x }}');
  assert.ok(map.type === 'map');
  assert.equal(map.entries[0]?.key.text, '{ x }');
  assert.equal(map.entries[0]?.key.complex?.type, 'map');
  const explicit = sound('? [a, b]\n: c\n');
  assert.ok(explicit.type === 'map');
  assert.equal(explicit.entries[0]?.key.text, '[a, b]');
});

test('comments are found everywhere but inside texts', () => {
  const text = `# top\na: b # one\nc: "x # no" # two\nd: | # head\n  # no\n  script # no\ne: [f, # three\n  g#no] #four\r\nh: http://x/#no\n'i # no': >-\n\n  # no\n# last`;
  const found = commentsOf(text, yaml(text).roots).map((comment) => comment.text);
  assert.deepEqual(
    found.filter((each) => /no/.test(each)),
    [],
  );
  assert.deepEqual(found, [' top', ' one', ' two', ' three', 'four', ' last']);
});

test('ten thousand brackets are one fault, not an exhausted stack', () => {
  for (const text of [
    '['.repeat(10_000),
    '{a: '.repeat(10_000),
    '- '.repeat(10_000),
    `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  ]) {
    assert.equal(yaml(text).faults.length, 1, text.slice(0, 10));
    assert.equal(readText(text, 'json').faults.length, 1, text.slice(0, 10));
  }
});

test('a billion laughs stay a handful of nodes', () => {
  const lines = Array.from(
    { length: 40 },
    (_, i) =>
      `a${i}: &a${i} [${
        i === 0
          ? 'ha'
          : Array(9)
              .fill(`*a${i - 1}`)
              .join(', ')
      }]`,
  );
  const merges = Array.from(
    { length: 40 },
    (_, i) =>
      `m${i}: &m${i}\n  k${i}: 1\n  <<: [${
        i === 0
          ? '{}'
          : Array(9)
              .fill(`*m${i - 1}`)
              .join(', ')
      }]`,
  );
  assert.ok(all(sound(lines.join('\n'))).length < 1000);
  assert.ok(all(sound(merges.join('\n'))).length < 2000);
});

test('a line of a megabyte is read', () => {
  const text = `a: "${'x '.repeat(500_000)}"\nb: c\n`;
  assert.equal(textOf(get(sound(text), 'b')), 'c');
  assert.equal(yaml(text.replace('"\n', '\n')).roots.length, 1);
});

/** What the service's YAML 1.1 parser reads and YAML 1.2 does not; found by comparing with PyYAML. */
const lenient: { of: string; text: string; slices: string[] }[] = [
  {
    of: 'a flow map that closes at the margin',
    text: 'a: {\n}\nb: c',
    slices: ['a: {\n}\nb: c', 'a', '{\n}', 'b', 'c'],
  },
  {
    of: 'a flow list at the margin',
    text: 'a:\n  b: [\nc,\n  d\n]\ne: f',
    slices: ['a:\n  b: [\nc,\n  d\n]\ne: f', 'a', 'b: [\nc,\n  d\n]', 'b', '[\nc,\n  d\n]', 'c', 'd', 'e', 'f'],
  },
  {
    of: 'a quoted text that goes on at the margin',
    text: 'a: "b\nc"\nd: e',
    slices: ['a: "b\nc"\nd: e', 'a', '"b\nc"', 'd', 'e'],
  },
  {
    of: 'an apostrophe in such a text',
    text: "a: 'b''s\nc'\nd: e",
    slices: ["a: 'b''s\nc'\nd: e", 'a', "'b''s\nc'", 'd', 'e'],
  },
  { of: 'a quoted text that goes on behind a tab', text: "- 'a\n\t b'\n", slices: ["- 'a\n\t b'", "'a\n\t b'"] },
  { of: 'a comment right behind a quote', text: 'a: "b"# c\nd: e', slices: ['a: "b"# c\nd: e', 'a', '"b"', 'd', 'e'] },
  {
    of: 'comments right behind brackets and commas',
    text: 'a: [# b\n  c,# d\n  ]# e\nf: g',
    slices: ['a: [# b\n  c,# d\n  ]# e\nf: g', 'a', '[# b\n  c,# d\n  ]', 'c', 'f', 'g'],
  },
  { of: 'a lone indicator in a flow list', text: 'a: [-, ?]', slices: ['a: [-, ?]', 'a', '[-, ?]', '-', '?'] },
  {
    of: 'several of these in one text',
    text: 'a: {# b\n"c": d\n}\ne: "f"# g\n',
    slices: ['a: {# b\n"c": d\n}\ne: "f"', 'a', '{# b\n"c": d\n}', '"c"', 'd', 'e', '"f"'],
  },
  {
    of: 'lines that end with a carriage return alone',
    text: 'a: [b\r]\rc: d',
    slices: ['a: [b\r]\rc: d', 'a', '[b\r]', 'b', 'c', 'd'],
  },
];

for (const { of, text, slices: expected } of lenient)
  test(`no fault: ${of}`, () => assert.deepEqual(slices(text), expected));

/** Decodes every scalar of a text both ways. */
function sameAsParser(text: string): void {
  const events = parseEvents(text, { maxDepth: 200 }).filter((event): event is ScalarEvent => 'valueStart' in event);
  const expected = events.map((event) => getScalarValue(text, event));
  const roots = yaml(text).roots;
  const keyed = roots.flatMap(inOrder);
  assert.deepEqual(
    keyed.map((node) => node.text),
    expected,
    JSON.stringify(text.slice(0, 300)),
  );
  for (const node of keyed) places(text, node);
}

/** Scalars in the order of their events; keys of collections replaced by what they hold. */
function inOrder(node: Node): ScalarNode[] {
  if (node.type === 'alias') return [];
  if (node.type === 'scalar') return node.complex === undefined ? [node] : inOrder(node.complex);
  if (node.type === 'list') return node.items.flatMap(inOrder);
  return node.entries.filter(({ merged }) => !merged).flatMap(({ key, value }) => [...inOrder(key), ...inOrder(value)]);
}

/** Each decoded character stands in the source where the map says, and the way back ends where it began. */
function places(text: string, node: ScalarNode): void {
  let before = node.start;
  const wrong = (i: number): string => `${JSON.stringify(text.slice(node.start, node.end))} at ${i}`;
  for (let i = 0; i < node.text.length; i++) {
    const at = sourceOffset(node, i);
    if (at < before || at > node.end) assert.fail(wrong(i));
    before = at;
    const character = node.text.charAt(i);
    // What is made of an escape or of a line break stands where that begins.
    const made = text.charAt(at) === '\\' || /[\s\udc00-\udfff]/.test(character);
    if (made) continue;
    if (text.charAt(at) !== character || textIndex(node, at) !== i) assert.fail(wrong(i));
  }
}

const run = { seed: 20_240_601, numRuns: thorough ? 2000 : 500 };
const line = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', ' ', '\t', '-', ':', '#', "'", '"', '\\', '{', '😀', 'é'),
  maxLength: 8,
});
const lines = fc.array(line, { maxLength: 6 });
const lineBreak = fc.constantFrom('\n', '\n', '\r\n', '\r');

/** Only texts that the parser takes are compared. */
function compare(text: string): void {
  try {
    parseEvents(text, {});
  } catch {
    return;
  }
  sameAsParser(text);
}

test('block scalars are decoded as the parser does', () => {
  const header = fc.tuple(fc.constantFrom('|', '>'), fc.constantFrom('', '-', '+'), fc.constantFrom('', '', '2'));
  fc.assert(
    fc.property(header, lines, lineBreak, fc.constantFrom('', 'c: d'), (head, body, end, rest) => {
      compare(
        ['a:', `  b: ${head.join('')}`, ...body.map((each) => (each === '' ? '' : `    ${each}`)), rest].join(end),
      );
    }),
    run,
  );
});

test('quoted scalars are decoded as the parser does', () => {
  const escapes = fc.constantFrom(
    '\\n',
    '\\t',
    '\\\\',
    '\\"',
    '\\x41',
    '\\u00e9',
    '\\U0001F600',
    '\\/',
    '\\ ',
    '\\\n',
    '\\N',
    ' ',
    'a',
    '😀',
    '\n',
    '\n  ',
    "''",
    '{{ x }}',
  );
  fc.assert(
    fc.property(fc.array(escapes, { maxLength: 12 }), fc.constantFrom('"', "'"), lineBreak, (parts, mark, end) => {
      compare(`a: ${mark}${parts.join('').replaceAll('\n', `${end}  `)}${mark}${end}b: c`);
    }),
    run,
  );
});

test('plain scalars are decoded as the parser does', () => {
  fc.assert(
    fc.property(lines, lineBreak, (body, end) => compare(`a: x${body.join(`${end}  `)}${end}b: c`)),
    run,
  );
});

test('JSON texts are decoded alike when they are whole and when they are broken', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { noNullPrototype: true }),
      (value) => {
        const text = JSON.stringify(value);
        const broken = readText(text.replace(/\}$/, ''), 'json').roots[0];
        assert.ok(broken?.type === 'map');
        assert.deepEqual(
          broken.entries.map((entry) => [entry.key.text, textOf(entry.value)]),
          Object.entries(value),
        );
      },
    ),
    { ...run, numRuns: thorough ? 300 : 100 },
  );
});

test('every scalar of the corpus is decoded as the parser does', { skip: noCorpus }, () => {
  const folders = /^(?:ssm-automation|ssm-command|docs-ssm|cfn-ssm-document|config-conformance-pack)$/;
  for (const file of drawn(corpusFiles(folders), 4)) compare(corpusText(file));
});

test('a place in an escaped and in a folded text', () => {
  const root = sound('a: "x\\ty"\nb: >\n  one\n  two\n');
  const text = 'a: "x\\ty"\nb: >\n  one\n  two\n';
  const a = scalarAt(root, 'a');
  assert.equal(text.charAt(sourceOffset(a, 2)), 'y');
  const b = scalarAt(root, 'b');
  assert.equal(text.slice(sourceOffset(b, 4), sourceOffset(b, 4) + 3), 'two');
  assert.equal(textIndex(b, text.indexOf('two') + 1), 5);
});

/** All that a tree says, without what is only another way to say it: one pair of places is none. */
function told(node: Node): unknown[] {
  return all(node).map((each) => {
    if (each.type === 'map') return { ...each, parent: undefined, entries: each.entries.map(({ key }) => key.text) };
    if (each.type === 'list') return { ...each, parent: undefined, items: each.items.length };
    const places = each.type === 'scalar' && each.places?.length !== 2 ? each.places : undefined;
    return { ...each, parent: undefined, places };
  });
}

function sameInBoth(text: string): void {
  const strict = readSoundJson(text);
  const events = attempt(text);
  assert.ok(strict !== undefined && 'events' in events, text.slice(0, 200));
  const { roots, faults } = build(text, events.events);
  assert.deepEqual([strict.root].map(told), roots.map(told));
  assert.deepEqual(strict.faults, faults);
}

test('JSON gives the same tree by its own reader and by that of YAML', () => {
  for (const text of [
    '{}',
    ' [ ] ',
    '"a"',
    '-1.5e+3',
    '{"a": {"a": 1, "b": [null, true, {"c": "d"}]}, "a": 2,\n\t"e": ""}',
    '["\\\\", "\\"", "a\\\\\\"b", "\\u00e4\\n\\/", "<<", "# no comment", "{", "]"]',
  ])
    sameInBoth(text);
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1, 2), (text, blanks) => {
      sameInBoth(JSON.stringify(JSON.parse(text), null, blanks));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('JSON of the corpus gives the same tree by both', { skip: noCorpus }, () => {
  for (const file of drawn(
    corpusFiles(/./).filter((name) => name.endsWith('.json')),
    5,
  ))
    if (jsonIn(corpusText(file)) !== undefined) sameInBoth(corpusText(file));
});
