/**
 * The language core, and the only file of it that doors import: text in, plain data out.
 *
 * Everything here is synchronous and pure: no disk, network, clock or timer. Nothing throws on any text; a document that
 * cannot be read is a document with problems.
 */

export type { ServiceModel } from './aws/model.ts';
export { calledDocumentOf } from './called.ts';
export { type CheckOptions, check } from './check.ts';
export { ignoreHover, ignoreItems, ruleText } from './complete/ignores.ts';
export { type Completion, complete } from './complete.ts';
export type { ConfigCatalogue } from './configCatalogue.ts';
export type { Document, Format, ParseOptions } from './document.ts';
export { parse } from './document.ts';
export { safeEdits } from './fixes.ts';
export { type FormatOptions, type Formatted, format, formatLine } from './format.ts';
export { type Rewriting, type Rewritten, rewritings } from './forms/rewrite.ts';
export type { ConfigForm } from './forms/subject.ts';
export { type Graph, type GraphBody, type GraphEdge, type GraphNode, type Picture, picture } from './graph.ts';
export type { PropertyCatalogue } from './guard/properties.ts';
export { type Hover, hover } from './hover.ts';
export { entryAdded } from './insertion.ts';
export { type KindId, kindIds, kinds } from './kinds/index.ts';
export type { CalledDocument, Lookups } from './lookups.ts';
export * from './navigate/index.ts';
// For doors that read texts which are no documents of ours, such as a configuration.
export { nearest } from './nearest.ts';
export { type NewRule, newConfigRule, type RuleChoice, type RuleForm, ruleChoices } from './newConfigRule.ts';
export { type Fold, folds, type OutlineItem, outline } from './outline.ts';
export type { Fix, Problem, Range, Related, Severity } from './problem.ts';
export { type Publishing, publishableParts, publishingOf, typesOfKind } from './publishing.ts';
export { type Converted, convert } from './refactor/convert.ts';
export { isRefusal, type Refusal } from './refactor/data.ts';
export type { Refactoring, RefactoringKind } from './refactor/refactoring.ts';
export { type RefactorOptions, refactorings } from './refactor.ts';
export { type RuleInfo, ruleInfos } from './rules/index.ts';
export type {
  AccountPlace,
  Live,
  LiveAnswer,
  NamedDocument,
  RunAnswer,
  RunInputs,
  Runnable,
  RunRequest,
  StepPlace,
} from './run/data.ts';
export { namedDocument, namesPath, placeOfRun, runPartOf } from './run/named.ts';
export { type NewRun, newRunFile } from './run/newRunFile.ts';
export { runRequest } from './run/request.ts';
export { runnable, runnablePart, stepPlaces } from './run/runnable.ts';
export { runtimeEdits } from './runtimes.ts';
export { isSilenceable, silencedHere, silencedInFile } from './silence.ts';
export { type Edit, edited } from './syntax/edits.ts';
export { readText } from './syntax/index.ts';
export { get, type Node, resolve, type ScalarNode, textOf } from './syntax/node.ts';
