/**
 * "Opswright: New Document": a pick of templates, opened unsaved as a snippet, in YAML or JSON as the last time.
 *
 * The templates are read from a file of the build, and their words are data; the client knows no syntax.
 */

import { type Memento, type QuickPickItem, QuickPickItemKind, SnippetString, Uri, window, workspace } from 'vscode';
import type { Command } from './index.ts';

type Format = 'yaml' | 'json';

interface Template {
  kind: string;
  label: string;
  detail: string;
  /** `plain`: opened as YAML or JSON; `run`: as a run file; else as a document of Systems Manager. */
  language?: 'plain' | 'run';
  snippets: { [format in Format]?: string };
}

/** Where the format of the last new document is kept. */
const lastFormat = 'newDocument.format';

export const newDocument: Command = {
  id: 'opswright.newDocument',
  async run({ extensionUri, memory }) {
    const file = Uri.joinPath(extensionUri, 'dist', 'templates.json');
    const templates: Template[] = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file)));
    const picked = await window.showQuickPick(itemsOf(templates), {
      title: 'New Document',
      placeHolder: 'What is it going to do?',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    const template = picked?.template;
    const format = template && (await formatFor(template, memory));
    const snippet = format && template.snippets[format];
    if (!snippet) return;
    const language = template.language === 'plain' ? format : template.language === 'run' ? 'ssm-run' : `ssm-${format}`;
    const document = await workspace.openTextDocument({ language });
    const editor = await window.showTextDocument(document);
    await editor.insertSnippet(new SnippetString(snippet));
  },
};

function itemsOf(templates: readonly Template[]): (QuickPickItem & { template?: Template })[] {
  return [...new Set(templates.map(({ kind }) => kind))].flatMap((kind) => [
    { label: kind, kind: QuickPickItemKind.Separator },
    ...templates
      .filter((template) => template.kind === kind)
      .map((template) => ({ label: template.label, description: template.detail, template })),
  ]);
}

/** Asks only where there is a choice; the one of the last time comes first. */
async function formatFor({ snippets, label }: Template, memory: Memento): Promise<Format | undefined> {
  const choices: { label: string; description: string; format: Format }[] = [
    { label: 'YAML', description: 'with comments, and scripts as they are', format: 'yaml' },
    { label: 'JSON', description: 'without comments', format: 'json' },
  ];
  const possible = choices.filter(({ format }) => snippets[format] !== undefined);
  if (possible.length === 1) return possible[0]?.format;
  const last = memory.get<Format>(lastFormat, 'yaml');
  possible.sort((a, b) => Number(b.format === last) - Number(a.format === last));
  const picked = await window.showQuickPick(possible, { title: label, placeHolder: 'How is it written?' });
  if (picked) await memory.update(lastFormat, picked.format);
  return picked?.format;
}
