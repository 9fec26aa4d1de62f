/**
 * What no public source settles about the service, as named choices. Each has a default that real runbooks suggest; a run
 * that depended on one says so in its notes.
 */

export interface Options {
  /**
   * `{{ step.Output }}` of a step that has not run, or that gave no such output: stays as it is written, or fails the step
   * that reads it. Runbooks of AWS count on the first: their scripts look for `{{` at the beginning of a value, and one has
   * a branch on a key name that contains the reference itself.
   */
  unsetOutput: 'literal' | 'fail';
  /** A selector that finds nothing: the output is not set, or the step fails. */
  missingSelection: 'unset' | 'fail';
  /** A number, Boolean, list or map in the middle of a text: written as JSON, or the step fails. */
  valueInText: 'json' | 'fail';
  /** A deep scan against DesiredValues: all elements have to match, or any. */
  severalDesired: 'all' | 'any';
  /** A number or Boolean selected for an output of type String: becomes text, or the step fails. */
  scalarAsText: 'text' | 'fail';
  /** `onFailure: step:X` beside `isEnd: true`: the jump wins, or the end. */
  endAndFailure: 'jump' | 'end';
  /** Seconds between two looks at a resource. */
  pollSeconds: number;
  /** Seconds that the steps behind `onCancel` may take. */
  cancelSeconds: number;
}

export type OptionName = keyof Options;

export const defaultOptions: Options = {
  unsetOutput: 'literal',
  missingSelection: 'unset',
  valueInText: 'json',
  severalDesired: 'all',
  scalarAsText: 'text',
  endAndFailure: 'jump',
  pollSeconds: 10,
  cancelSeconds: 120,
};
