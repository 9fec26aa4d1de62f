/**
 * The compact model of an AWS service: its operations and the shapes of what goes in and comes out.
 *
 * The files under `schemas/aws/` hold it, one service each; `schemas/aws/README.md` describes how they are made.
 */

/**
 * A type in one text: `s` string, `n` number, `b` boolean, `t` timestamp, `x` blob, `d` any document, `[T` list of T,
 * `{T` map of text to T, `#Name` a structure, `eName` an enum.
 */
export type TypeCode = string;

export interface ServiceModel {
  /** The service id of the AWS models, such as `SSM` or `Elastic Load Balancing v2`. */
  id: string;
  /** Input and output structure of each operation; an empty text where there is none. */
  ops: Readonly<Record<string, readonly [input: string, output: string]>>;
  /** Operations whose answer is a stream, which Automation cannot read. */
  streaming?: readonly string[];
  /** Operations whose request alone has a body that may be a stream. */
  sending?: readonly string[];
  /** Operations that are known by name only. */
  dropped?: readonly string[];
  /** Members of each structure; a `!` behind the name marks a required one. */
  shapes: Readonly<Record<string, Readonly<Record<string, TypeCode>>>>;
  /** Values of each enum. */
  enums: Readonly<Record<string, readonly string[]>>;
}
