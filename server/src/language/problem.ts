/**
 * What a check found: a rule id, a severity, a sentence and a place.
 *
 * Problems are plain data with offsets into the text (UTF-16 code units), so that every door can turn them into its own
 * protocol. They are made through `report` on nodes; no rule computes an offset of its own.
 */

/** `error`: the service refuses the document, or the run is bound to fail. `warning`: it likely fails or surprises. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A half-open stretch of the source text, in UTF-16 code units. */
export interface Range {
  start: number;
  end: number;
}

/** Another place that belongs to a problem, such as the first of two equal keys. */
export interface Related extends Range {
  message: string;
  /** True for a declaration that the problem rests on: were it wrong, there would be no problem here. */
  cause?: true;
}

/** A replacement that mends a problem; all edits are applied together. */
export interface Fix {
  title: string;
  /** True when it changes nothing of what the document does, so that all of its kind may be applied unseen. */
  safe?: true;
  edits: (Range & { text: string })[];
}

/** One fault in one document. */
export interface Problem extends Range {
  /** Rule id in kebab-case, as listed in RULES.md. */
  rule: string;
  severity: Severity;
  message: string;
  related?: Related[];
  fixes?: Fix[];
  /** `deprecated` and `unnecessary` let an editor strike through or fade the range. */
  tag?: 'deprecated' | 'unnecessary';
}
