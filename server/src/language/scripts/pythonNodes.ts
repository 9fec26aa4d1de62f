/** What a Python script is read into: a tree of its statements and expressions, with the places of each. */

export interface Tree {
  kind:
    | 'script'
    | 'name'
    | 'text'
    | 'constant'
    | 'attribute'
    | 'index'
    | 'call'
    | 'keyword'
    | 'dict'
    | 'pair'
    | 'list'
    | 'tuple'
    | 'operation'
    | 'lambda'
    | 'comprehension'
    | 'function'
    | 'class'
    | 'return'
    | 'import'
    | 'assign'
    | 'statement'
    | 'try'
    | 'block'
    | 'star';
  start: number;
  end: number;
  children: Tree[];
  /** The name, the attribute, the text of a string, the operator, or the word a statement begins with. */
  text: string;
  /** Of a function or lambda. */
  parameters?: Parameters;
}

export interface Parameters {
  positional: { name: string; optional: boolean }[];
  rest: boolean;
  /** Named parameters without a default, which a call by position cannot give. */
  needsNames: boolean;
  /** All names, however they are passed. */
  names: string[];
}
