// The licences of what is bundled, as they ask to be passed on: one file beside the bundles, each text once with the packages
// that it is for. What is bundled is known from the builds themselves, so that nothing is named too many or too few.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** @param {Iterable<string>} inputs files that went into a bundle, from the root of the repository */
export async function noticesOf(inputs) {
  /** @type {Map<string, string[]>} */
  const packages = new Map();
  for (const folder of new Set([...inputs].flatMap((file) => packageFolder(file) ?? []))) {
    const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    // A folder inside a package may have a manifest of its own that names none.
    if (!name) continue;
    const text = await licenceIn(folder, name, license);
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...packages].map(([text, names]) => `${[...new Set(names)].sort().join('\n')}\n\n${text.trim()}\n`);
  return `Opswright contains these packages, under these licences.\n\n${parts.sort().join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The folder of the innermost package that a file belongs to. @param {string} file */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/** @param {string} folder @param {string} name @param {string} license */
async function licenceIn(folder, name, license) {
  const found = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  if (found.length === 0 && !license) throw new Error(`${name} is bundled and has no licence.`);
  const texts = await Promise.all(found.map((file) => readFile(path.join(folder, file), 'utf8')));
  return texts.length > 0 ? texts.join('\n') : `Licence: ${license}`;
}
