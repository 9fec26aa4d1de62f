/**
 * Types of documents whose content is not of Systems Manager: calendars, policies in Cedar, and what AppConfig and Incident
 * Manager keep there. Nothing but a few words tells them apart, so that a person has to say what is meant.
 */

import type { Publishing } from './publishing.ts';

/** JSON that Systems Manager keeps without a shape of its own that is public. */
const jsonTypes = [
  'ApplicationConfiguration',
  'ApplicationConfigurationSchema',
  'ManualApprovalPolicy',
  'ProblemAnalysis',
  'ProblemAnalysisTemplate',
];

/** What a text could be published as that no kind recognises. */
export function freeTextOf(text: string): Publishing {
  if (/^\s*BEGIN:VCALENDAR\b/.test(text)) return known('ChangeCalendar', text);
  if (/^\s*(?:permit|forbid)\s*\(/m.test(text) && text.includes('AWS::SSM::')) return known('AutoApprovalPolicy', text);
  const json = isJsonMap(text);
  const types = json ? [...jsonTypes] : ['ApplicationConfiguration'];
  if (json && /"\$schema"\s*:/.test(text)) types.sort((a, b) => Number(isSchema(b)) - Number(isSchema(a)));
  const format = json ? 'JSON' : /^\s*(?:#.*\n\s*)*(?:---\s*\n\s*)?["'\w.-]+\s*:(?:\s|$)/.test(text) ? 'YAML' : 'TEXT';
  return { types, versionOf: types, format, text, unrecognised: true };
}

function known(type: string, text: string): Publishing {
  return { types: [type], versionOf: [type], format: 'TEXT', text };
}

function isSchema(type: string): boolean {
  return type === 'ApplicationConfigurationSchema';
}

function isJsonMap(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
