/** What a reference means: what it reads, of which type, and where that is said. */

import { expressionFacts } from '../catalogue.ts';
import type { Declaration } from '../kinds/steps.ts';
import type { Meaning } from '../meaning.ts';
import { outputsOf } from '../symbols.ts';
import { get, textOf } from '../syntax/node.ts';
import { stepText } from './step.ts';

/** What a reference means: the parameter, variable or output it reads. */
export function referenceText(body: string, { symbols, flows }: Meaning): string | undefined {
  const [space = '', name = ''] = body.split(':', 2);
  if (space === 'global') return described(body, 'String', expressionFacts.globals[name]?.description);
  if (space === 'automation') return described(body, 'String', expressionFacts.automation[name]?.description);
  if (space === 'ssm') return `\`${body}\` — read from Parameter Store when the document runs`;
  if (space === 'ssm-secure') return `\`${body}\` — a SecureString of Parameter Store, read on the node`;
  const variable = symbols.variables.get(space === 'variable' ? name : body);
  if (variable !== undefined) return declarationText('Variable', variable);
  const parameter = symbols.parameters.get(body);
  if (parameter !== undefined) return declarationText('Parameter', parameter);
  const [stepName = '', outputName = ''] = body.split('.', 2);
  const step = symbols.steps.get(stepName);
  if (step === undefined)
    return (
      expressionFacts.pseudoParameters[body] &&
      described(body, 'String', expressionFacts.pseudoParameters[body]?.description)
    );
  const output = outputsOf(step).find(({ name: each }) => each === outputName);
  if (output === undefined) return stepText(step, flows);
  const declared = step.outputs.find(({ name: each }) => each === outputName);
  const selector = declared === undefined ? undefined : textOf(get(declared.node, 'Selector'));
  const from = selector === undefined ? '' : `\n\nSelector: \`${selector}\``;
  return `**${outputName}** — ${output.type ?? 'String'}, output of step **${stepName}** (${step.action ?? 'no action'})${from}${output.description === undefined ? '' : `\n\n${output.description}`}`;
}

function described(name: string, type: string, description: string | undefined): string | undefined {
  return description === undefined ? undefined : `**${name}** — ${type}\n\n${description}`;
}

function declarationText(noun: string, { name, entry, type }: Declaration): string {
  const value = entry.value;
  const lines = [`${noun} **${name}** — ${type ?? 'no type'}`];
  const description = textOf(get(value, 'description'));
  if (description !== undefined) lines.push(description);
  const fallback = get(value, 'default');
  if (fallback?.type === 'scalar')
    lines.push(fallback.text === '' ? 'Default: empty text' : `Default: \`${fallback.text}\``);
  else if (fallback !== undefined) lines.push(`Default: a ${fallback.type}`);
  else if (noun === 'Parameter') lines.push('Required: it has no default.');
  const allowed = get(value, 'allowedValues');
  if (allowed?.type === 'list')
    lines.push(`Allowed: ${allowed.items.map((each) => `\`${textOf(each) ?? ''}\``).join(', ')}`);
  const pattern = textOf(get(value, 'allowedPattern'));
  if (pattern !== undefined) lines.push(`Pattern: \`${pattern}\``);
  return lines.join('\n\n');
}
