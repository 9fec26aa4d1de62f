/** A script that runs what it has just downloaded, or downloads without encryption. */

import { embeddedScripts } from '../scripts/embedded.ts';
import type { Rule } from './rule.ts';

const plain =
  /\b(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadFile|DownloadString|Start-BitsTransfer)\b[^\n|;]*?(http:\/\/[^\s'"`)>]+)/gi;
const piped = /\b(?:curl|wget)\b[^\n|;]*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\/bin\/)?(?:ba|z|da)?sh\b/g;
const invoked =
  /\b(?:iex|Invoke-Expression)\b[^\n;]*\b(?:DownloadString|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b/gi;
/** Addresses of the node itself, which only plain HTTP reaches. */
const local = /^http:\/\/(?:169\.254\.|\.\/|localhost|127\.|\[|\$|x*[:/])/i;
/** A request that only asks whether something answers; nothing of what comes is kept. */
const asking =
  /\s-[Mm]ethod\s+['"]?[Hh](?:ead|EAD)\b|\s--(?:head|spider)\b|^curl\b.*\s-[a-zA-Z]{0,5}I[a-zA-Z]{0,5}\s|\s(?:-[a-zA-Z]*o|--output)[\s=]*\/dev\/null\b/;

export const rule: Rule = {
  id: 'script-download',
  severity: 'warning',
  summary: 'A script downloads without encryption, or runs a download unseen.',
  kinds: ['automation', 'command'],
  check(subject, report) {
    for (const { language, text, at } of embeddedScripts(subject)) {
      if (language !== 'shell' && language !== 'powershell') continue;
      const code = (index: number): boolean => !/^\s*#/.test(text.slice(text.lastIndexOf('\n', index) + 1, index + 1));
      const run = [piped, invoked].flatMap((pattern) => [...text.matchAll(pattern)]).filter(({ index }) => code(index));
      for (const { 0: all, index } of run)
        report(
          at(index, index + all.length),
          'What is downloaded here runs at once, whatever it is; save it, check its hash, then run it',
        );
      for (const { 0: all, 1: address = '', index } of text.matchAll(plain)) {
        const start = index + all.length - address.length;
        const told = run.some((each) => each.index <= start && start < each.index + each[0].length);
        const [request = ''] = text.slice(index).split(/[\n|;]/, 1);
        if (code(index) && !told && !local.test(address) && !asking.test(request))
          report(
            at(start, start + address.length),
            'Anyone on the way can change what is downloaded without encryption; use https',
          );
      }
    }
  },
};
