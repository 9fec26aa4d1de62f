/** The documents of which the server is told. */

import { workspace } from 'vscode';

const languageIds = ['yaml', 'json', 'jsonc', 'ssm-yaml', 'ssm-json'];

/**
 * What a person edits: files, unsaved documents, and files of whatever the workspace is on. Other schemes hold copies,
 * such as the left side of a comparison, and their problems would only repeat.
 */
export function documentSelector(): { language: string; scheme: string }[] {
  const schemes = new Set(['file', 'untitled', ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
  return languageIds.flatMap((language) => [...schemes].map((scheme) => ({ language, scheme })));
}
