// The templates of "New Document" as snippets in YAML and in JSON, from the documents in templates/. Used by the build,
// which puts them into dist/templates.json, and by the tests.
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';

/**
 * @typedef {object} Template
 * @property {string} id
 * @property {string} kind
 * @property {string} label
 * @property {string} detail
 * @property {'plain' | 'run'} [language] opened as YAML or JSON, or as a run file, not as a document of Systems Manager
 * @property {{ yaml?: string, json?: string }} snippets in the syntax of VS Code
 */

/** @param {string} folder @returns {Promise<Template[]>} */
export async function readTemplates(folder) {
  const entries = JSON.parse(await readFile(`${folder}/index.json`, 'utf8'));
  return Promise.all(
    entries.map(async (/** @type {Template & { formats?: string[] }} */ { formats = ['yaml', 'json'], ...entry }) => {
      const text = await readFile(`${folder}/${entry.id}.yaml`, 'utf8');
      const json = `${JSON.stringify(load(text), null, 2)}\n`;
      return {
        ...entry,
        snippets: {
          ...(formats.includes('yaml') && { yaml: toSnippet(text) }),
          ...(formats.includes('json') && { json: toSnippet(json) }),
        },
      };
    }),
  );
}

/** Marks become placeholders; what a snippet would take for its own syntax is escaped. @param {string} text */
function toSnippet(text) {
  /** @type {string[]} */
  const seen = [];
  return text
    .split(/«([^»]*)»/)
    .map((part, index) => {
      const plain = part.replace(/[\\$}]/g, '\\$&');
      if (index % 2 === 0) return plain;
      if (!seen.includes(part)) seen.push(part);
      return `\${${seen.indexOf(part) + 1}:${plain}}`;
    })
    .join('');
}
