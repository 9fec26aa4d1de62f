/** Finding one's way: what doors may use of this folder. */

export { type Call, callsOf, type NamedParameter, namedParameters } from '../calls.ts';
export { type Hint, type HintKind, hints } from './hints.ts';
export { type Lens, lenses, referencesTitle } from './lenses.ts';
export { linkedNames } from './linked.ts';
export { type Link, links, publishedPage } from './links.ts';
export {
  type Definition,
  declaredParameter,
  definition,
  type Highlight,
  highlights,
  type OutsideName,
  outsideName,
  references,
  type Target,
} from './references.ts';
export { prepareRename, type Renaming, rename } from './rename.ts';
export { selections } from './selection.ts';
export { type Span, type Summary, type SummaryCall, type SummaryName, summariesOf } from './summary.ts';
export { type Token, tokenModifiers, tokens, tokenTypes } from './tokens.ts';
