/** The rules that the schemas and `shape.ts` make up between them: what each is called and how grave it is. */

import type { Severity } from './problem.ts';

export const shapeRules = [
  {
    id: 'unknown-key',
    severity: 'error',
    mayWarn: true,
    summary: 'A key that has no meaning where it stands; most often a slip of spelling.',
  },
  { id: 'missing-key', severity: 'error', mayWarn: true, summary: 'A key that must be there is not.' },
  { id: 'missing-value', severity: 'warning', summary: 'A key without a value.' },
  {
    id: 'wrong-type',
    severity: 'error',
    mayWarn: true,
    summary: 'Text where a list or map is wanted, a word where a number is, and the like.',
  },
  { id: 'unknown-value', severity: 'error', mayWarn: true, summary: 'A value that is not one of the few allowed.' },
  { id: 'value-form', severity: 'error', mayWarn: true, summary: 'A value that is not of the form its place wants.' },
  {
    id: 'value-range',
    severity: 'error',
    mayWarn: true,
    summary: 'A number, a length or a count of items beyond its limits.',
  },
  {
    id: 'key-group',
    severity: 'error',
    mayWarn: true,
    summary: 'Keys that exclude each other, or that only count together, or none of several of which one is needed.',
  },
  { id: 'name-form', severity: 'error', mayWarn: true, summary: 'A name with characters it may not have.' },
  {
    id: 'unquoted-expression',
    severity: 'error',
    summary: 'A {{ reference }} without quotes, which YAML reads as a map.',
  },
  { id: 'deprecated', severity: 'information', summary: 'Something that has been replaced.' },
] as const satisfies readonly { id: string; severity: Severity; mayWarn?: boolean; summary: string }[];
