/** "Opswright: Convert to JSON": the document in front, in a new file beside it; in place while it is not saved. */

import { convertInFront } from '../conversion.ts';
import type { Command } from './index.ts';

export const convertToJson: Command = {
  id: 'opswright.convertToJson',
  run: ({ server }) => convertInFront(server, 'json'),
};
