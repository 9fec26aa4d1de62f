/** The documents of which the server is told. */

import { workspace } from 'vscode';
import { documentScheme } from './documents/texts.ts';

const languageIds = [
  'yaml',
  'json',
  'jsonc',
  'ssm-yaml',
  'ssm-json',
  'ssm-run',
  'terraform',
  'opentofu',
  'guard',
  'configql',
];
/** VS Code has no language of its own for these; which extension gives them one, and which id, is open. */
const terraformFiles = '**/*.{tf,tofu}';

type Filter = { scheme: string } & ({ language: string } | { pattern: string });

/**
 * What a person edits: files, unsaved documents, and files of whatever the workspace is on; and published documents, which
 * are read as often. Other schemes hold copies,
 * such as the left side of a comparison, and their problems would only repeat.
 */
export function documentSelector(): Filter[] {
  const schemes = new Set([
    'file',
    'untitled',
    documentScheme,
    ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme),
  ]);
  return [...schemes].flatMap((scheme) => [
    ...languageIds.map((language) => ({ language, scheme })),
    { pattern: terraformFiles, scheme },
  ]);
}
