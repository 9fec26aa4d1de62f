/** Two texts of a document side by side: versions that are published, and files. */

import { commands, type Uri } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { bareName } from './reference.ts';
import type { DocumentTexts, PublishedText } from './texts.ts';

/** Shows a published version on the left and another, or a file, on the right. */
export async function showDifference(
  texts: DocumentTexts,
  left: PublishedText,
  right: PublishedText | Uri,
): Promise<void> {
  const name = bareName(left.name);
  const other = 'content' in right ? `version ${right.version}` : (right.path.split('/').at(-1) ?? '');
  const uri = 'content' in right ? texts.compared(right) : right;
  await commands.executeCommand(
    'vscode.diff',
    texts.compared(left),
    uri,
    `${name}: version ${left.version} ↔ ${other}`,
  );
}

/** A published version against a file, written as the file is, so that only what means something differs. */
export async function compareWithFile(
  texts: DocumentTexts,
  connection: Connection,
  { name, version }: { name: string; version?: string },
  file: Uri,
): Promise<void> {
  const format = formatOfFile(file);
  const wanted = { ...(version !== undefined && { version }), ...(format !== undefined && { format }) };
  await showDifference(texts, await texts.read(connection, name, wanted), file);
}

/** As the service calls it; undefined where the name does not tell. */
function formatOfFile({ path }: Pick<Uri, 'path'>): 'YAML' | 'JSON' | undefined {
  if (/\.ya?ml$/i.test(path)) return 'YAML';
  return /\.json$/i.test(path) ? 'JSON' : undefined;
}
