/**
 * What completion offers in a run file beyond its schema: documents, their parameters, and values of the account.
 *
 * Values of the account come from `lookups.live`, which gives those that are at hand; a door asks for the others and comes
 * back.
 */

import { keysOfKind, type RunView, runView, textAt, textsIn } from '../kinds/run.ts';
import type { CalledDocument, CalledParameter } from '../lookups.ts';
import type { Live, LiveAnswer } from '../run/data.ts';
import { targetParameterOf } from '../run/targets.ts';
import { valueFaults } from '../run/values.ts';
import { entriesOf, entryOf, itemsOf, type MapNode, type Node, textOf } from '../syntax/node.ts';
import { namedType } from '../types.ts';
import { calledText, parameterText } from './documents.ts';
import type { Candidate } from './keys.ts';
import type { KeyPlace, ValuePlace } from './place.ts';
import type { Scene } from './scene.ts';
import { parameterStub } from './shapes.ts';
import { type Spot, spotOf } from './spot.ts';
import { type Stub, textHole, writeEntries } from './stub.ts';
import type { Written } from './values.ts';

interface Run {
  view: RunView;
  document: CalledDocument | undefined;
  root: Node;
}

function runOf({ part, lookups }: Scene): Run {
  const view = runView(part);
  const document = view.call === undefined ? undefined : lookups.document?.(view.call.name);
  return { view, document, root: part.root };
}

/** The keys from the root down to a spot. */
function pathTo(spot: Spot, root: Node): string[] {
  const path: string[] = [];
  for (let at: Spot | undefined = spot; at?.key !== undefined; ) {
    path.unshift(at.key);
    at = at.map === undefined ? at.above : at.map === root ? undefined : spotOf(at.map, root);
  }
  return path;
}

/** Keys that the schema leaves open: parameters of the document, and tags. */
export function runKeys(place: KeyPlace, scene: Scene): Candidate[] {
  if (scene.kind !== 'run') return [];
  const path = pathTo(place.spot, scene.part.root).join('.');
  const { view, document } = runOf(scene);
  if (path === 'parameters' && document !== undefined)
    return Object.entries(document.parameters)
      .filter(([name]) => name !== view.parameter?.text)
      .map(([name, parameter]) => ({
        key: name,
        stub: parameterStub(withDefault(parameter), document.kind === 'command'),
        detail: parameter.type,
        documentation: () => parameterText(name, parameter, view.call?.name ?? ''),
        rank: parameter.required ? 0 : 1,
      }));
  if (path !== 'targets.tags') return [];
  const given = entriesOf(place.map).filter(({ key }) => key.start !== place.range.start).length;
  if (given >= (document?.kind === 'automation' ? 1 : 5)) return [];
  const type = targetType(view, document);
  return asked(scene, place.typed, { kind: 'tagKeys', ...(type && { key: type }) }).map(({ value, detail }) => ({
    key: value,
    stub: { type: 'list', item: textHole },
    detail: detail ?? 'tag',
    rank: 1,
  }));
}

/** A value that is allowed anyway comes first when it is the default. */
function withDefault(parameter: CalledParameter): CalledParameter {
  const [first] = parameter.default ?? [];
  const { allowed } = parameter;
  return first !== undefined && allowed?.includes(first)
    ? { ...parameter, allowed: [first, ...allowed.filter((each) => each !== first)] }
    : parameter;
}

/** False for a key that the kind of the document has no use for. */
export function runKeyFits(key: string, map: MapNode | undefined, scene: Scene): boolean {
  const { view, document, root } = runOf(scene);
  if (document === undefined) return true;
  if (map !== root) return key !== 'parameter' || document.kind === 'automation';
  if (document.kind === 'command') return !keysOfKind.automation.some((each) => each === key);
  if (key === 'concurrency' || key === 'errors') return view.targets !== undefined || view.locations !== undefined;
  if (key === 'role') return Object.hasOwn(document.parameters, 'AutomationAssumeRole');
  return !keysOfKind.command.some((each) => each === key);
}

/** What is written with a key of a run file that wants more than its schema says. */
export function runKeyStub(key: string, map: MapNode | undefined, scene: Scene): Stub | undefined {
  const { document, root } = runOf(scene);
  if (map !== root || document === undefined) return undefined;
  if (key === 'targets') return { type: 'map', entries: targetEntries(document) };
  if (key === 'parameters') return { type: 'map', entries: parameterEntries(document, undefined) };
  return undefined;
}

function targetEntries(document: CalledDocument): [string, Stub][] {
  const ids: [string, Stub] = ['ids', { type: 'list', item: textHole }];
  if (document.kind === 'command') return [ids];
  const parameter = targetParameterOf(document);
  return [ids, ['parameter', { type: 'hole', text: true, ...(parameter && { fallback: parameter }) }]];
}

function parameterEntries({ kind, parameters }: CalledDocument, target: string | undefined): [string, Stub][] {
  const required = Object.entries(parameters).filter(([name, each]) => each.required && name !== target);
  return required.map(([name, each]) => [name, parameterStub(each, kind === 'command')]);
}

/** Values at a place of a run file; nothing in other documents. */
export function runValues(place: ValuePlace, scene: Scene): Written[] {
  if (scene.kind !== 'run') return [];
  const run = runOf(scene);
  const { view, document } = run;
  const [first = '', second = '', third = ''] = pathTo(place.spot, run.root);
  const live = (ask: Omit<Live, 'prefix'>): Written[] =>
    asked(scene, place.typed, ask).map((each) => liveItem(each, ask.kind));
  switch (first) {
    case 'run':
      return documents(place, run, scene);
    case 'version':
      return view.call === undefined ? [] : live({ kind: 'documentVersions', key: view.call.name });
    case 'account':
      return live({ kind: 'connections' });
    case 'region':
      return live({ kind: 'regions' });
    case 'role':
      return live({ kind: 'roles' });
    case 'output':
      return second === 'bucket' ? live({ kind: 'buckets' }) : second === 'logGroup' ? live({ kind: 'logGroups' }) : [];
    case 'locations':
      return second === 'regions' && place.spot.item ? live({ kind: 'regions' }) : [];
    case 'parameters':
      return third === '' && document !== undefined ? parameterValues(second, place, run, live) : [];
    case 'targets':
      return targetValues([second, third], place, run, live);
    default:
      return [];
  }
}

type Ask = (ask: Omit<Live, 'prefix'>) => Written[];

function asked({ part, lookups }: Scene, prefix: string, ask: Omit<Live, 'prefix'>): readonly LiveAnswer[] {
  const account = textAt(part.root, 'account');
  const region = textAt(part.root, 'region');
  return lookups.live?.({ ...ask, prefix, ...(account && { account }), ...(region && { region }) }) ?? [];
}

function liveItem({ value, label, detail = '' }: LiveAnswer, kind: Live['kind']): Written {
  return {
    label: label === undefined ? value : `${label} (${value})`,
    value,
    filter: label === undefined ? value : `${value} ${label}`,
    ...(detail !== '' && { detail }),
    // Newest first, as they come.
    ...(kind !== 'documentVersions' && { sort: `1${(label ?? value).toLowerCase()}` }),
  };
}

function targetValues([key, tag]: [string, string], { spot }: ValuePlace, run: Run, live: Ask): Written[] {
  const { view, document } = run;
  const type = targetType(view, document);
  switch (key) {
    case 'ids': {
      if (!spot.item) return [];
      const given = new Set(textsIn(view.ids?.value));
      const items = live(type === undefined ? { kind: 'nodes' } : { kind: 'ofType', key: type });
      return items.filter(({ value }) => !given.has(value ?? ''));
    }
    case 'tags':
      return tag === '' ? [] : live({ kind: 'tagValues', key: tag });
    case 'group':
      return live({ kind: 'resourceGroups' });
    case 'parameter': {
      if (document?.kind !== 'automation') return [];
      const given = new Set(view.parameters.map((each) => each.key.text));
      const free = Object.entries(document.parameters).filter(([name]) => !given.has(name));
      return free.map(([name, each]) => ({
        label: name,
        detail: each.type,
        documentation: () => parameterText(name, each, view.call?.name ?? ''),
        sort: name === targetParameterOf(document) ? '0' : `1${name}`,
      }));
    }
    default:
      return [];
  }
}

/** The type of resource that a runbook takes as its targets; undefined for nodes, and where nobody says. */
function targetType({ parameter }: RunView, document: CalledDocument | undefined): string | undefined {
  const type = document?.kind === 'automation' ? document.parameters[parameter?.text ?? '']?.type : undefined;
  return type === undefined ? undefined : resourceIn(type);
}

function resourceIn(type: string): string | undefined {
  return /^(?:List<)?(AWS::[\w:]+)>?$/.exec(type)?.[1];
}

/** Values of a parameter: those allowed, its default, and what the account has of its type. */
function parameterValues(name: string, { spot }: ValuePlace, { document, view }: Run, live: Ask): Written[] {
  const parameter = Object.hasOwn(document?.parameters ?? {}, name) ? document?.parameters[name] : undefined;
  if (parameter === undefined) return [];
  const type = namedType(parameter.type);
  const list = type === 'StringList';
  // A list begins with its dash, a map with its keys.
  if ((list && !spot.item) || (spot.item && !list) || type === 'StringMap' || type === 'MapList') return [];
  const bare = type === 'Boolean' || type === 'Integer';
  const given = new Set(textsIn(entryOf(spot.map, name)?.value));
  const allowed = parameter.allowed ?? (type === 'Boolean' ? ['true', 'false'] : []);
  const fallback = (parameter.default ?? []).filter((value) => value !== '' && !value.includes('\n'));
  const listed = [...new Set([...fallback, ...allowed])].map(
    (label): Written => ({
      label,
      bare: bare && !parameter.allowed?.some((each) => each === label && type !== 'Boolean'),
      ...(fallback.includes(label) && { detail: 'default', sort: `0${label}` }),
    }),
  );
  const resource =
    resourceIn(parameter.type) ?? (/^Instance-?Ids?$/i.test(name) ? 'AWS::EC2::Instance::Id' : undefined);
  const found =
    resource !== undefined
      ? live({ kind: 'ofType', key: resource })
      : name === 'AutomationAssumeRole'
        ? live({ kind: 'roles' })
        : [];
  const free = [...listed, ...found].filter(({ label, value = label }) => !spot.item || !given.has(value));
  return free.filter(({ label, value = label }) => view.parameter?.text !== name && isSound(name, parameter, value));
}

/** True for a text that a parameter takes. */
function isSound(name: string, parameter: CalledParameter, text: string): boolean {
  const node = { type: 'scalar', start: 0, end: 0, text, value: text, style: 'plain' } as Parameters<
    typeof valueFaults
  >[2];
  return valueFaults(name, { ...parameter, type: 'String' }, node, { start: 0, end: 0 }).length === 0;
}

/** Documents by path and by name; with what they need, where nothing of it is there yet. */
function documents(place: ValuePlace, run: Run, scene: Scene): Written[] {
  const { lookups } = scene;
  const named = [...(lookups.documentNames?.('automation') ?? []), ...(lookups.documentNames?.('command') ?? [])];
  const paths = lookups.documentPaths?.() ?? [];
  const known = [...paths, ...named.filter((name) => lookups.document?.(name)?.published)].flatMap(
    (name): Written[] => {
      const called = lookups.document?.(name);
      if (called === undefined || !suits(called, run)) return [];
      const entries = neededEntries(called, run);
      return [
        {
          label: name,
          detail: `${called.kind === 'automation' ? 'Automation' : 'Command'}, ${called.published ? 'by AWS' : 'in this workspace'}`,
          documentation: () => calledText(name, called),
          sort: `${called.published ? 3 : 1}${name}`,
          ...(entries.length > 0 && { tail: (stops) => writeEntries(entries, place.style, stops) }),
        },
      ];
    },
  );
  const labels = new Set(known.map(({ label }) => label));
  const live = asked(scene, place.typed, { kind: 'documents' }).filter(
    ({ value }) => !labels.has(value) && lookups.document?.(value) === undefined,
  );
  return [...known, ...live.map((each) => ({ ...liveItem(each, 'documents'), sort: `2${each.value}` }))];
}

/** What is written along with the name of a document: the parameters and targets it needs. */
function neededEntries(called: CalledDocument, { root }: Run): [string, Stub][] {
  const parameters = parameterEntries(called, undefined);
  const entries: [string, Stub][] = [];
  if (entryOf(root, 'parameters') === undefined && parameters.length > 0)
    entries.push(['parameters', { type: 'map', entries: parameters }]);
  if (entryOf(root, 'targets') === undefined && called.kind === 'command')
    entries.push(['targets', { type: 'map', entries: targetEntries(called) }]);
  return entries;
}

/** True when what stands in the run file already would do for a document. */
function suits(called: CalledDocument, { view, root }: Run): boolean {
  const target = view.parameter?.text;
  const { kind, parameters } = called;
  const given = entryOf(root, 'parameters');
  const names = view.parameters.map(({ key }) => key.text);
  if (given !== undefined || target !== undefined) {
    const lacking = Object.entries(parameters).some(
      ([name, { required }]) => required && name !== target && !names.includes(name),
    );
    const faulty = view.parameters.some(({ key, value }) => {
      const declared = Object.hasOwn(parameters, key.text) ? parameters[key.text] : undefined;
      return declared === undefined || valueFaults(key.text, declared, value, key).length > 0;
    });
    if (faulty || (given !== undefined && lacking)) return false;
  }
  if (kind === 'command')
    return (
      target === undefined &&
      !keysOfKind.automation.some((key) => entryOf(root, key) !== undefined) &&
      itemsOf(view.ids?.value).every((item) => /^m?i-/.test(textOf(item) ?? ''))
    );
  if (keysOfKind.command.some((key) => entryOf(root, key) !== undefined)) return false;
  if (entryOf(root, 'role') !== undefined && !Object.hasOwn(parameters, 'AutomationAssumeRole')) return false;
  if (view.targets !== undefined)
    return target !== undefined && Object.hasOwn(parameters, target) && entriesOf(view.tags?.value).length < 2;
  return view.locations !== undefined || !['concurrency', 'errors'].some((key) => entryOf(root, key) !== undefined);
}
