/** "Opswright: Convert to YAML": the document in front, in a new file beside it; in place while it is not saved. */

import { convertInFront } from '../conversion.ts';
import type { Command } from './index.ts';

export const convertToYaml: Command = {
  id: 'opswright.convertToYaml',
  run: ({ server }) => convertInFront(server, 'yaml'),
};
