/**
 * Tells what kind of document a node is, from its content alone.
 *
 * Extensions and language ids mislead (most SSM documents are plain `.yaml` and `.json`), and other tools use some of the
 * same keys, so a kind is named only on evidence that is ours: `schemaVersion` together with the keys of that schema, or
 * steps whose actions begin with `aws:`. When in doubt it is none of ours: silence beats a false error.
 */

import { nearest } from '../nearest.ts';
import { entriesOf, get, itemsOf, type MapNode, type Node, resolve, textOf } from '../syntax/node.ts';
import type { KindId } from './index.ts';
import { mayBeConfig, recogniseConfig, recogniseList } from './recogniseConfig.ts';

export interface Recognised {
  kind: KindId | undefined;
  reason: string;
}

/** A cheap test on the text: false means no document in it can be ours, so it need not be parsed. */
export function mayBeOurs(text: string): boolean {
  return (
    text.includes('schemaVersion') ||
    text.includes('AWS::SSM::Document') ||
    text.includes('aws_ssm_document') ||
    text.includes('policy_text') ||
    text.includes('sessionType') ||
    (/mainSteps|runtimeConfig/.test(text) && text.includes('aws:')) ||
    mayBeConfig(text)
  );
}

const templateKeys = ['executableRunBooks', 'emergencyChange', 'autoApprovable', 'templateInformation'];
const automationKeys = new Set([
  'schemaVersion',
  'description',
  'assumeRole',
  'parameters',
  'variables',
  'mainSteps',
  'outputs',
  'files',
]);
const commandKeys = new Set(['schemaVersion', 'description', 'parameters', 'mainSteps', 'runtimeConfig']);
const packageKeys = new Set(['schemaVersion', 'version', 'publisher', 'description', 'packages', 'files']);
const sessionKeys = new Set(['schemaVersion', 'description', 'sessionType', 'parameters', 'inputs', 'properties']);
const sessionTypes = new Set(['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands', 'Port']);

/** What a document is, and the sentence that says why. */
export function recognise(root: Node | undefined): Recognised {
  const map = resolve(root);
  if (map?.type === 'list') return recogniseList(map) ?? none('it is not a map of keys and values');
  if (map?.type !== 'map') return none('it is not a map of keys and values');
  const document = recogniseDocument(map);
  return document.kind === undefined ? (recogniseConfig(map) ?? document) : document;
}

function recogniseDocument(map: MapNode): Recognised {
  const version = textOf(near(map, 'schemaVersion'));
  const has = (key: string): boolean => get(map, key) !== undefined;
  const sessionType = textOf(near(map, 'sessionType'));
  if (sessionType !== undefined && isSessionType(sessionType, map, version))
    return found('session', 'it has a sessionType');
  const steps = get(map, 'mainSteps');
  if (steps !== undefined) return withSteps(map, steps, version);
  const misspelt = near(map, 'mainSteps');
  if (actionsIn(misspelt).some(isOurs)) return withSteps(map, misspelt, version);
  const plugins = near(map, 'runtimeConfig');
  const named = has('runtimeConfig') || entriesOf(plugins).some(({ key }) => isOurs(key.text));
  if (named && (version === undefined || version.startsWith('1.'))) return found('command', 'it has runtimeConfig');
  if (entriesOf(plugins).some(({ key }) => isOurs(key.text))) {
    // The wrong key for its version; with plugins in it, it is nobody else's.
    if (version?.startsWith('2.')) return found('command', `it has runtimeConfig and schemaVersion ${version}`);
    if (version === '0.3') return found('automation', 'it has runtimeConfig and schemaVersion 0.3');
  }
  if (version === undefined) return none('it has neither schemaVersion nor mainSteps, and nothing of AWS Config');
  if (has('templateBody')) return wrapper(map);
  // Lists of packages and files are those of someone else.
  const mapped = ['packages', 'files'].filter((key) => has(key) && get(map, key)?.type !== 'list').length;
  if (mapped > 0 && version.startsWith('2.') && onlyKeys(map, packageKeys))
    return found('package', 'its keys are those of a package');
  if (mapped === 2) return found('package', 'it lists packages and files');
  if (has('deploymentConfig')) return found('quick-setup', 'it has a deploymentConfig');
  if (version === '1.0' && isSession(map))
    return found('session', 'its inputs or properties are those of a session document');
  // Steps not written yet: only a version that nobody else uses, and no foreign key, make it ours.
  if (version === '0.3' && onlyKeys(map, automationKeys)) return found('automation', 'its schemaVersion is 0.3');
  if (version === '2.2' && onlyKeys(map, commandKeys)) return found('command', 'its schemaVersion is 2.2');
  if (/^(?:1\.2|2\.[0-9.]+)$/.test(version) && onlyKeys(map, commandKeys) && hasTypedParameter(map))
    return found('command', `its parameters are those of an SSM document, and its schemaVersion is ${version}`);
  return none(`it has a schemaVersion, "${version}", but none of the keys of an SSM document`);
}

/** The value of a key, or of one that is nearly spelt so: a document with a slip is still ours. */
function near(map: MapNode, key: string): Node | undefined {
  return get(map, key) ?? resolve(map.entries.find((entry) => nearest(entry.key.text, [key]) !== undefined)?.value);
}

function actionsIn(steps: Node | undefined): string[] {
  return itemsOf(steps).map((step) => textOf(get(step, 'action')) ?? '');
}

function isOurs(action: string): boolean {
  return action.startsWith('aws:');
}

/** True for a type of ours, or for one that a document which is a session document otherwise has got wrong. */
function isSessionType(type: string, map: MapNode, version: string | undefined): boolean {
  if (sessionTypes.has(type)) return true;
  if (version === undefined) return false;
  return (
    nearest(type, [...sessionTypes]) !== undefined ||
    isSession(map) ||
    (version.startsWith('1.') && onlyKeys(map, sessionKeys))
  );
}

/** Session documents without their sessionType. */
function isSession(map: MapNode): boolean {
  if (/^(s3|cloudWatch|runAs|kms|idle|shell)/.test(entriesOf(get(map, 'inputs'))[0]?.key.text ?? '')) return true;
  const properties = get(map, 'properties');
  return (
    get(properties, 'portNumber') !== undefined ||
    ['linux', 'windows', 'macos'].some((platform) => get(get(properties, platform), 'commands') !== undefined)
  );
}

function hasTypedParameter(map: MapNode): boolean {
  return entriesOf(get(map, 'parameters')).some(({ value }) =>
    /^(?:String|StringList|Boolean|Integer|StringMap|MapList)$/.test(textOf(get(value, 'type')) ?? ''),
  );
}

/** Kinds by the `DocumentType` of the service, for the types whose content we read. */
export const kindsOfTypes: Readonly<Record<string, KindId>> = {
  Automation: 'automation',
  'Automation.ChangeTemplate': 'change-template',
  Command: 'command',
  Policy: 'command',
  Session: 'session',
  Package: 'package',
};

/** The same for a document whose `DocumentType` stands beside it; the type decides where the content does not. */
export function recogniseAs(root: Node, documentType: string | undefined): Recognised {
  const map = resolve(root);
  // A document of AWS Config is no document of Systems Manager, wherever it was put.
  const byContent = map?.type === 'map' ? recogniseDocument(map) : recognise(root);
  const byType = kindsOfTypes[documentType ?? ''];
  if (byContent.kind !== undefined || byType === undefined || map?.type !== 'map') return byContent;
  return found(byType, `its DocumentType is ${documentType}`);
}

function withSteps(map: MapNode, steps: Node | undefined, version: string | undefined): Recognised {
  const actions = actionsIn(steps);
  const ours = actions.some(isOurs);
  if (version === undefined && !ours)
    return none('it has mainSteps, but no schemaVersion and no action that begins with "aws:"');
  if (version?.startsWith('2.')) return found('command', `it has mainSteps and schemaVersion ${version}`);
  const template = templateKeys.find((key) => get(map, key) !== undefined);
  if (template !== undefined) return found('change-template', `it has mainSteps and ${template}`);
  if (version === '0.3') return found('automation', 'it has mainSteps and schemaVersion 0.3');
  if (version?.startsWith('1.')) return found('command', `it has mainSteps and schemaVersion ${version}`);
  if (!ours && (actions.length > 0 || !onlyKeys(map, automationKeys)))
    return none(`it has mainSteps, but its schemaVersion "${version}" is unknown and no action begins with "aws:"`);
  const onNode = actions.some((action) =>
    /^aws:(run(Shell|PowerShell)Script|downloadContent|configurePackage|softwareInventory)$/.test(action),
  );
  return onNode ? found('command', 'its steps run plugins') : found('automation', 'its steps run actions');
}

function wrapper(map: MapNode): Recognised {
  const body = get(map, 'templateBody');
  const config = body?.type === 'scalar' ? body.text.includes('AWS::Config::') : hasConfigRules(body);
  return config
    ? found('conformance-pack-wrapper', 'its templateBody declares Config rules')
    : found('cloudformation-wrapper', 'it has a templateBody');
}

function hasConfigRules(body: Node | undefined): boolean {
  return entriesOf(get(body, 'Resources')).some(
    ({ value }) => textOf(get(value, 'Type'))?.startsWith('AWS::Config::') === true,
  );
}

function onlyKeys(map: MapNode, known: ReadonlySet<string>): boolean {
  return map.entries.every(({ key }) => known.has(key.text) || nearest(key.text, known) !== undefined);
}

function found(kind: KindId, why: string): Recognised {
  return { kind, reason: `Recognised because ${why}.` };
}

function none(why: string): Recognised {
  return { kind: undefined, reason: `Not an SSM document: ${why}.` };
}
