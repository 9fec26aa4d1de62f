/** The rules on Guard policies and on advanced queries, in the order in which they are listed. */

import { rule as configQuery } from './config-query.ts';
import { rule as guardAnyType } from './guard-any-type.ts';
import { rule as guardDuplicate } from './guard-duplicate.ts';
import { rule as guardFunction } from './guard-function.ts';
import { rule as guardNoRule } from './guard-no-rule.ts';
import { rule as guardProperty } from './guard-property.ts';
import { rule as guardResourceType } from './guard-resource-type.ts';
import { rule as guardSyntax } from './guard-syntax.ts';
import { rule as guardTemplateShape } from './guard-template-shape.ts';
import { rule as guardUnknownName } from './guard-unknown-name.ts';
import { rule as guardUnused } from './guard-unused.ts';
import type { Rule } from './rule.ts';

export const guardRules: readonly Rule[] = [
  guardSyntax,
  guardUnknownName,
  guardUnused,
  guardDuplicate,
  guardResourceType,
  guardProperty,
  guardTemplateShape,
  guardFunction,
  guardNoRule,
  guardAnyType,
  configQuery,
];
