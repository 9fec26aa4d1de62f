/** The words of Guard and what they mean, for the parser, for completion and for hovers. */

/** Operators without a value behind them. */
export const unaryOperators: readonly string[] = [
  'exists',
  'empty',
  'is_string',
  'is_list',
  'is_struct',
  'is_bool',
  'is_int',
  'is_float',
  'is_null',
];

/** What each operator asks. */
export const operatorTexts: Readonly<Record<string, string>> = {
  exists: 'The query finds at least one value. `!exists` holds where it finds none.',
  empty: 'The list or text that the query finds has nothing in it, or the query finds nothing.',
  is_string: 'The value is a text.',
  is_list: 'The value is a list.',
  is_struct: 'The value is a map of keys and values.',
  is_bool: 'The value is `true` or `false`.',
  is_int: 'The value is a whole number.',
  is_float: 'The value is a number with a fraction.',
  is_null: 'The value is `null`.',
  '==': 'Both are equal; a regular expression on the right has to match.',
  '!=': 'Both differ; a regular expression on the right must not match.',
  '>': 'Greater than.',
  '>=': 'Greater than, or equal.',
  '<': 'Less than.',
  '<=': 'Less than, or equal.',
  in: 'The value is one of the list, or within the range such as `r[1, 10]`.',
};

/** Words that begin or join something. */
export const keywordTexts: Readonly<Record<string, string>> = {
  rule: 'Begins a rule. It passes when all clauses in it hold; with `when`, it is skipped where its conditions do not.',
  when: 'The block is looked at only where the conditions hold; else it is skipped.',
  let: 'Gives a value, or what a query finds, a name. It is used as `%name`.',
  some: 'The clause holds when it does for one value that the query finds; without it, for all of them.',
  or: 'One of the two clauses has to hold. It binds tighter than clauses one below the other.',
  not: 'Turns what follows around.',
  this: 'What the block or filter around it is looking at.',
  keys: 'The keys of a map, in place of its values: `[ keys == /^aws:/ ]`.',
};

/** Functions of Guard 3, with their parameters. */
export const functionTexts: Readonly<Record<string, { takes: string; text: string }>> = {
  count: { takes: '(query)', text: 'How many values a query finds.' },
  join: { takes: '(query, "separator")', text: 'All values as one text.' },
  json_parse: { takes: '(query)', text: 'Reads a text as JSON.' },
  regex_replace: { takes: '(query, "pattern", "replacement")', text: 'Replaces what a pattern finds.' },
  substring: { takes: '(query, start, end)', text: 'A part of a text.' },
  to_lower: { takes: '(query)', text: 'The text in lower case.' },
  to_upper: { takes: '(query)', text: 'The text in upper case.' },
  url_decode: { takes: '(query)', text: 'The text without the escapes of a URL.' },
  parse_int: { takes: '(query)', text: 'A text as a whole number.' },
  parse_float: { takes: '(query)', text: 'A text as a number with a fraction.' },
  parse_boolean: { takes: '(query)', text: 'A text as `true` or `false`.' },
  parse_string: { takes: '(query)', text: 'A value as text.' },
  parse_char: { takes: '(query)', text: 'A value as a single character.' },
  parse_epoch: { takes: '(query)', text: 'A date as seconds since 1970.' },
  now: { takes: '()', text: 'The present time, as seconds since 1970.' },
};
