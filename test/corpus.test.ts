/**
 * Real documents, written by nobody on this project: what is legal must be silent, and what is not ours must not be ours.
 *
 * The corpus lies beside the repository and is no part of it; without it there is nothing to test here. Each document that
 * is allowed to have errors is named below, with the reason why the fault is its own.
 */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { check, edited, format, type KindId, parse } from '../server/src/language/index.ts';
import { corpusDocument, corpusFiles, corpusProblems, corpusText, noCorpus } from './corpus.ts';
import { called, managed, properties } from './helpers.ts';

const lookups = { config: managed, properties, document: (name: string) => called(name, undefined) };

const guide = 'docs-ssm/aws-systems-manager-user-guide--';
const gameday = 'ssm-automation/aws-digito-artifacts-gameday--';
const agent = 'ssm-command/amazon-ssm-agent--';

const noAction = { rules: ['missing-key'], because: 'a step has neither action nor inputs' };
const array = { rules: ['unknown-value'], because: 'a parameter of type Array, which only the agent takes' };
const commands = { rules: ['unknown-key'], because: 'a test of the agent, with commands instead of runCommand' };

const ownFaults: Record<string, { rules: string[]; because: string }> = {
  [`${guide}change-templates-custom-editor-L108.json`]: {
    rules: ['json-syntax'],
    because: 'line breaks inside JSON texts, made by the page that shows it',
  },
  [`${guide}documents-command-ssm-plugin-reference-L676.yaml`]: {
    rules: ['unknown-parameter'],
    because: 'reads directoryOU, which is not declared',
  },
  [`${guide}documents-command-ssm-plugin-reference-L703.yaml`]: {
    rules: ['json-syntax'],
    because: 'a comma before a closing brace',
  },
  [`${gameday}sop-scaling_up-AutomationDocument.yml`]: noAction,
  [`${gameday}test-failover-AutomationDocument.yml`]: noAction,
  [`${gameday}test-reboot_cluster-AutomationDocument.yml`]: noAction,
  [`${agent}jsondoc.json`]: array,
  [`${agent}sampleMessage.json`]: array,
  [`${agent}yamldoc.yaml`]: array,
  [`${agent}sampleMessageWithPlatformPrecondition.json`]: commands,
  [`${agent}sampleMessageWithSecureSsmParamPrecondition.json`]: commands,
  [`${agent}sampleMessageWithSsmParamPrecondition.json`]: {
    rules: ['parameter-store-place', 'unknown-key'],
    because: 'a test of the agent, with commands instead of runCommand and a precondition of Parameter Store',
  },
};

/** Kinds by the words of the index. */
const kindNames: Record<string, KindId | 'none'> = {
  Automation: 'automation',
  'Automation.ChangeTemplate': 'change-template',
  CloudFormation: 'cloudformation-wrapper',
  Command: 'command',
  ConformancePackTemplate: 'conformance-pack-wrapper',
  Package: 'package',
  // A policy for State Manager has the shape of a command document.
  Policy: 'command',
  // A text of Incident Manager with a schemaVersion and nothing else that we know.
  ProblemAnalysisTemplate: 'none',
  QuickSetup: 'quick-setup',
  Session: 'session',
};

interface Row {
  path: string;
  category: string;
  type: string;
}

function rows(t: TestContext, wanted: (category: string) => boolean): Row[] {
  if (noCorpus) {
    t.skip(noCorpus);
    return [];
  }
  const [, ...lines] = corpusText('INDEX.tsv').trimEnd().split('\n');
  const all = lines.map((line): Row => {
    const [file = '', category = '', type = ''] = line.split('\t');
    return { path: file, category, type };
  });
  return all.filter(({ category }) => wanted(category));
}

/** Documents of AWS Config: what its guides, its samples and their users have published. */
const config = new Set(['config-conformance-pack', 'config-rdk', 'docs-config', 'cfn-config']);

const ours = new Set(['ssm-automation', 'ssm-command', 'docs-ssm', 'ssm-awsowned', 'ssm-package']);

test('documents of the service and its users have no errors but their own', (t) => {
  const found: Record<string, string[]> = {};
  for (const row of rows(t, (category) => ours.has(category))) {
    const errors = corpusProblems(row.path).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) found[row.path] = [...new Set(errors.map(({ rule }) => rule))].sort();
  }
  if (Object.keys(found).length === 0) return;
  assert.deepEqual(found, Object.fromEntries(Object.entries(ownFaults).map(([file, { rules }]) => [file, rules])));
});

test('rules and packs of AWS Config have no errors', (t) => {
  const found = rows(t, (category) => config.has(category)).flatMap((row) => {
    const errors = check(corpusDocument(row.path), { lookups }).filter(({ severity }) => severity === 'error');
    return errors.map(({ rule, message }) => `${row.path}: ${rule}: ${message}`);
  });
  assert.deepEqual(found, []);
});

test('rules and packs of AWS Config are known as such', (t) => {
  // The first sets up a recorder, the second a bucket for packs: nothing that is checked is in them.
  const without = /(?:--EnableAWSConfig|--sc_conformancepacks_prerequisites)\.yml$/;
  const wrong = rows(t, (category) => config.has(category)).flatMap((row) => {
    const { kind } = corpusDocument(row.path).parts[0] ?? {};
    const wanted = { 'config-rdk': 'rdk-rule', 'config-conformance-pack': 'conformance-pack' }[row.category];
    const right = wanted === undefined ? (kind === undefined) === without.test(row.path) : kind === wanted;
    return right ? [] : [`${row.path} was read as ${kind}`];
  });
  assert.deepEqual(wrong, []);
});

test('policies in Guard have no errors, and are laid out without changing more than blanks', (t) => {
  const solid = (text: string): string => text.replace(/\s/g, '');
  for (const row of rows(t, (category) => category === 'config-guard')) {
    const document = corpusDocument(row.path);
    const errors = check(document, { lookups }).filter(({ severity }) => severity === 'error');
    assert.deepEqual(errors, [], row.path);
    const once = laidOut(document);
    assert.equal(solid(once), solid(document.text), row.path);
    assert.equal(laidOut(parse(once, { format: 'guard' })), once, row.path);
  }
});

function laidOut(document: ReturnType<typeof parse>): string {
  const formatted = format(document);
  assert.ok('edits' in formatted);
  return edited(document.text, formatted.edits);
}

test('the kind is the one that the index names', (t) => {
  const wrong = rows(t, (category) => ours.has(category)).flatMap((row) => {
    const kind = corpusDocument(row.path).parts[0]?.kind ?? 'none';
    return kind === kindNames[row.type] ? [] : [`${row.path}: ${row.type} was read as ${kind}`];
  });
  assert.deepEqual(wrong, []);
});

test('documents of other services are none of ours', (t) => {
  const wrong = rows(t, (category) =>
    /^(?:event-|cfn-(?!ssm-document|config)|docs-ops|docs-events)/.test(category),
  ).flatMap((row) => {
    const document = corpusDocument(row.path);
    const kinds = document.parts.flatMap(({ kind }) => kind ?? []);
    return kinds.length === 0 && corpusProblems(row.path).length === 0 ? [] : [`${row.path}: ${kinds.join(', ')}`];
  });
  assert.deepEqual(wrong, []);
});

test('broken and templated documents are read without an exception', (t) => {
  for (const row of rows(t, (category) => !ours.has(category))) corpusProblems(row.path);
});

test('every document of the corpus is in the index', (t) => {
  const listed = new Set(rows(t, () => true).map((row) => row.path));
  if (listed.size === 0) return;
  for (const file of corpusFiles(/./)) assert.ok(listed.has(file), file);
});
