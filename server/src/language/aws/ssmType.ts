/** The type of Systems Manager for a type of a model. */

import type { TypeCode } from './model.ts';

/** Undefined for what may be of any form. */
export function ssmTypeOf(code: TypeCode): string | undefined {
  switch (code.charAt(0)) {
    case 's':
    case 'e':
    case 't':
      return 'String';
    case 'n':
      return 'Integer';
    case 'b':
      return 'Boolean';
    case '[':
      return '#{@'.includes(code.charAt(1)) ? 'MapList' : 'StringList';
    case '#':
    case '{':
    case '>':
    case '@':
      return 'StringMap';
    default:
      return undefined;
  }
}
