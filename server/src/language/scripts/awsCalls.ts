/** Which scripts of a runbook call AWS. */

import type { Subject } from '../rules/rule.ts';
import { type EmbeddedScript, embeddedScripts } from './embedded.ts';
import { readPython } from './python.ts';

/** Scripts of `aws:executeScript` that surely use an SDK of AWS. */
export function callsAws(subject: Subject): EmbeddedScript[] {
  return embeddedScripts(subject).filter(({ step, language, text, placeholder }) => {
    if (step.action !== 'aws:executeScript' || placeholder) return false;
    if (language === 'powershell') return /\bAWS\.Tools\.\w/.test(text);
    return language === 'python' && readPython(text).imports.has('boto3');
  });
}
