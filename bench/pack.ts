/** A conformance pack of 50 KB with 120 managed rules: the largest that anybody writes, for the table of checks. */

import { managedRules } from '../server/src/managedRules.ts';
import type { BenchDocument } from './documents.ts';

const bytes = 50 * 1024;
const most = 120;

/** The pack, and how long the catalogue of managed rules takes to be read. */
export function benchPack(): { document: Pick<BenchDocument, 'label' | 'format' | 'text'>; catalogue: number } {
  const start = performance.now();
  const rules = Object.entries(managedRules('schemas/config-catalogue.json')()?.rules ?? {});
  const catalogue = performance.now() - start;
  const plain = rules.filter(([, { parameters = {} }]) => Object.values(parameters).every(({ required }) => !required));
  const resources = plain.slice(0, most).map(([identifier], index) => resource(identifier, index));
  return {
    document: { label: '50 KB pack', format: 'yaml', text: `Resources:\n${resources.join('')}` },
    catalogue,
  };
}

function resource(identifier: string, index: number): string {
  const name = identifier.toLowerCase().replaceAll('_', '-');
  const head = `  Rule${index}:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      ConfigRuleName: ${name}\n`;
  const source = `      Source:\n        Owner: AWS\n        SourceIdentifier: ${identifier}\n`;
  const words = 'Holds for every resource of this type. ';
  const length = Math.max(0, Math.min(250, bytes / most - head.length - source.length - 20));
  return `${head}      Description: ${words.repeat(7).slice(0, length).trim()}\n${source}`;
}
