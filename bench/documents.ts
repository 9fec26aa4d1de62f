/**
 * Writes the measured documents: legal Automation runbooks of a wanted size, the same on every run.
 *
 * Each is a chain of steps that mixes what real runbooks mix: calls, branches, scripts, commands, waits, loops and
 * references between them (`steps.ts`). One value gives the YAML and the JSON text. A document also says where it is
 * edited: the last letter of an action near its middle, so that taking it away makes a fault and typing it mends it.
 */

import { dump } from 'js-yaml';
import { type Step, stepAt, stepName } from './steps.ts';

export interface BenchDocument {
  /** Such as `60 KB`, for the tables. */
  label: string;
  format: 'yaml' | 'json';
  /** Without a fault. */
  text: string;
  /** One letter of one action short. */
  faulty: string;
  /** Where that letter stands, in UTF-16 code units. */
  offset: number;
  letter: string;
}

export const sizes = [1, 13, 60, 600];

/** The generated documents, from small to large; the 60 KB one also as JSON. */
export function benchDocuments(): BenchDocument[] {
  return [...sizes.map((size) => benchDocument(size, 'yaml')), benchDocument(60, 'json')];
}

export function benchDocument(kilobytes: number, format: 'yaml' | 'json'): BenchDocument {
  const text = write(kilobytes * 1024, format);
  // Not inside a loop, which the peer does not look into: the line break and the indent of a main step.
  const spot = format === 'yaml' ? '\n    action: aws:sleep' : '\n      "action": "aws:sleep';
  const after = text.indexOf(spot, text.length / 2);
  const offset = (after < 0 ? text.lastIndexOf(spot) : after) + spot.length - 1;
  const faulty = text.slice(0, offset) + text.slice(offset + 1);
  const label = `${kilobytes} KB${format === 'json' ? ' JSON' : ''}`;
  return { label, format, text: flat(text), faulty: flat(faulty), offset, letter: text.charAt(offset) };
}

function write(bytes: number, format: 'yaml' | 'json'): string {
  const steps: Step[] = [];
  const written = (part: Step): number => (format === 'json' ? jsonOf([[part]]) : yamlOf(part)).length;
  const settings = bytes < 4096 ? 0 : Math.min(40, Math.ceil(bytes / 8192));
  const start = head(settings);
  const end = tail(0);
  let length = written(start) + written(end) + 100;
  while (length < bytes) {
    const step = stepAt(steps.length, settings);
    steps.push(step);
    length += written(step);
  }
  const last = tail(steps.length);
  if (format === 'json') return jsonOf({ ...start, mainSteps: [...steps, last] });
  return `${dump(start)}mainSteps:\n${[...steps, last].map(yamlOf).join('')}`;
}

function yamlOf(step: Step): string {
  // People write actions bare.
  return dump([step], { lineWidth: -1 })
    .replace(/^(?=.)/gm, '  ')
    .replace(/action: '(aws:\w+)'/g, 'action: $1');
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function tail(index: number): Step {
  const inputs = { Duration: 'PT10S' };
  return { name: stepName(index), action: 'aws:sleep', description: 'Let the change settle.', inputs, isEnd: true };
}

/** Everything above the steps. Only a longer document has the parameters and variables of its later steps. */
function head(settings: number): Step {
  const parameters: Record<string, unknown> = {
    AutomationAssumeRole: { type: 'AWS::IAM::Role::Arn', description: 'Role that the run assumes.' },
    InstanceId: { type: 'String', description: 'Node to work on.', allowedPattern: '^m?i-[a-f0-9]{8,17}$' },
  };
  const start: Step = {
    schemaVersion: '0.3',
    description: 'Looks at a node, mends what it can and tells what it did.',
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters,
  };
  if (settings === 0) return start;
  parameters.Action = { type: 'String', description: 'What to do.', default: 'Look', allowedValues: ['Look', 'Mend'] };
  for (let i = 0; i < settings; i++) {
    parameters[`Setting${i}`] = { type: 'String', description: `Value number ${i} for the scripts.`, default: `v${i}` };
  }
  start.variables = { tries: { type: 'Integer', default: 0 } };
  return start;
}

/** Makes one flat string of a chain of slices, so that the first parse does not pay for it. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
