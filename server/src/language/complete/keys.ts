/** Keys that may still be added to a map: by schema, by the model of an API, by a called document, by a script. */

import { typeWordOf } from '../aws/describe.ts';
import { membersOf } from '../aws/members.ts';
import { callSite } from '../callSites.ts';
import { actionNamed, pluginNamed } from '../catalogue.ts';
import type { Completion } from '../complete.ts';
import { actionDocumentation, schemaDetail, schemaDocumentation } from '../describe.ts';
import { effective, type Schema, typesOf } from '../schema.ts';
import { keysReadBy } from '../scripts/handler.ts';
import { outputsOf } from '../symbols.ts';
import { entriesOf, get, type MapNode, textOf } from '../syntax/node.ts';
import { configKeys } from './config.ts';
import { parameterText } from './documents.ts';
import { fitsRoot, keyFits } from './keyFits.ts';
import { typeFits } from './parameters.ts';
import type { KeyPlace } from './place.ts';
import { runKeyFits, runKeyStub, runKeys } from './run.ts';
import { commas, inputPath, modelledCall, requestType, type Scene } from './scene.ts';
import { outputTypeItems } from './selectors.ts';
import { inputsStub, memberStub, parameterStub, requiredKeys, stubOf, usual } from './shapes.ts';
import { type Spot, schemaAt } from './spot.ts';
import { anyHole, type Stops, type Stub, textHole, writeEntries } from './stub.ts';
import { keyText } from './style.ts';
import { undeclared, undeclaredNames, undeclaredOutputs } from './undeclared.ts';

export interface Candidate {
  key: string;
  stub: Stub;
  detail: string;
  documentation?: () => string;
  /** 0: required, 1: usual, 2: rare. */
  rank: 0 | 1 | 2;
  /** Keys that count only together with it. */
  with?: [string, Stub][];
}

export function keyItems(place: KeyPlace, scene: Scene): Completion[] {
  const { map, range, style, keyed } = place;
  const present = new Set(map?.entries.filter(({ key }) => key.start !== range.start).map(({ key }) => key.text));
  const schema = schemaAt(place.spot, map, scene.part);
  const candidates = [
    ...(schema === undefined ? [] : schemaKeys(schema, map, present, scene)),
    ...memberKeys(scene),
    ...calledKeys(scene),
    ...configKeys(place, scene),
    ...payloadKeys(scene),
    ...declarableKeys(place.spot, scene),
    ...runKeys(place, scene),
  ];
  const lower = new Set([...present].map((key) => key.toLowerCase()));
  const taken = (key: string): boolean => (schema?.keysInAnyCase ? lower.has(key.toLowerCase()) : present.has(key));
  const { behind, also } = commas(scene, place, true);
  const seen = new Set<string>();
  // A list that has no dash yet gets its first one with the key.
  const listed = !style.flow && map === undefined && !place.spot.item && wantsList(schema);
  return candidates.flatMap((candidate, index): Completion[] => {
    const { key, stub, rank, detail, documentation } = candidate;
    if (taken(key) || seen.has(key)) return [];
    seen.add(key);
    const stops: Stops = { next: 1 };
    const column = listed ? style.column + 2 : style.column;
    const fresh =
      schema === undefined || (map?.entries.length ?? 0) > (keyed ? 1 : 0) ? [] : companions(key, schema, map, scene);
    const along = new Map([...(candidate.with ?? []), ...fresh]);
    const entries = writeEntries([[key, stub], ...along], { ...style, column }, stops);
    const item: Completion = {
      label: key,
      kind: 'key',
      detail: rank === 0 ? `${detail}, required` : detail,
      range,
      insert: keyed ? keyText(key, style) : `${listed ? '- ' : ''}${entries}${behind}`,
      snippet: !keyed,
      sort: `${rank}${String(index).padStart(3, '0')}`,
    };
    if (documentation !== undefined) item.documentation = documentation;
    if (also !== undefined && !keyed) item.also = also;
    return [item];
  });
}

/**
 * The required keys that come along with the first key of a map, so that it is not amiss from its start. A step is written
 * one key after the other: its action brings the inputs.
 */
function companions(first: string, declared: Schema, map: MapNode | undefined, scene: Scene): [string, Stub][] {
  const schema = wantsList(declared) && declared.items ? effective(declared.items, map, map) : declared;
  const step = schema.properties?.action?.catalogue !== undefined;
  if (scene.part.root === map || (step && schema.required?.includes(first))) return [];
  return requiredKeys(schema, (key) => key === first).flatMap((key): [string, Stub][] => {
    const property = schema.properties?.[key];
    return property === undefined ? [] : [[key, keyStub(key, property, map, scene)]];
  });
}

function wantsList(schema: Schema | undefined): boolean {
  return schema !== undefined && typesOf(schema)[0] === 'array';
}

function schemaKeys(
  declared: Schema,
  map: MapNode | undefined,
  present: ReadonlySet<string>,
  scene: Scene,
): Candidate[] {
  const schema = wantsList(declared) && declared.items ? effective(declared.items, map, map) : declared;
  const required = new Set(schema.required ?? []);
  const open = (schema.atLeastOne ?? []).filter((group) => !group.some((key) => present.has(key)));
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]): Candidate[] => {
    const inner = effective(property, undefined, map);
    if (
      inner.deprecated !== undefined ||
      pluginNamed(key)?.deprecated ||
      !keyFits(key, inner, schema, map, present, scene) ||
      (scene.kind === 'run' && !runKeyFits(key, map, scene))
    )
      return [];
    const needed =
      required.has(key) || (open.length > 0 && open.every(([first]) => first === key) && required.size === 0);
    const partners = (schema.together ?? []).filter((group) => group.includes(key)).flat();
    const plugin = pluginNamed(key);
    return [
      {
        key,
        stub: keyStub(key, property, map, scene),
        detail: schemaDetail(inner),
        documentation: () => (plugin === undefined ? schemaDocumentation(inner) : actionDocumentation(key, plugin)),
        rank: needed ? 0 : inner.observed ? 2 : 1,
        with: partners.flatMap((each) => {
          const partner = schema.properties?.[each];
          return each === key || present.has(each) || partner === undefined ? [] : [[each, stubOf(partner, map)]];
        }),
      },
    ];
  });
}

/** What a key of a step is written with: the inputs of its action, or a name that others use already. */
function keyStub(key: string, property: Schema, map: MapNode | undefined, scene: Scene): Stub {
  const { step, path, meaning } = scene;
  const ofRun = scene.kind === 'run' ? runKeyStub(key, map, scene) : undefined;
  if (ofRun !== undefined) return ofRun;
  const action = actionNamed(step?.action) ?? pluginNamed(step?.action);
  if (key === 'inputs' && map === step?.node && step?.action !== undefined && action !== undefined)
    return inputsStub(step.action, action.inputs);
  if (key === 'Type' && path[0]?.key === 'outputs') {
    const types = outputTypeItems(effective(property, undefined, map), map, scene);
    if (types.length > 0) return { type: 'hole', text: true, choices: types.map(({ label }) => label) };
  }
  if (key === 'type' && step === undefined && map !== undefined) {
    const stub = stubOf(property, map);
    const fitting = effective(property, undefined, map).suggestions?.filter((type) => typeFits(type, map, scene)) ?? [];
    return stub.type === 'hole' && fitting.length > 0 ? { ...stub, choices: fitting } : stub;
  }
  if (key === 'Approvers') {
    const needed = Number(textOf(get(map, 'MinRequiredApprovals')));
    return { type: 'list', item: textHole, count: needed >= 1 && needed <= 10 ? needed : 1 };
  }
  if (key === 'files' && map === scene.part.root && scene.kind === 'automation') return filesStub(scene);
  const names =
    key === 'name' && path.length === 0
      ? undeclaredNames(step, meaning, scene.part.root)
      : key === 'Name' && path[0]?.key === 'outputs' && step?.name !== undefined
        ? undeclaredOutputs(
            step.name,
            (name) => outputsOf(step).some((each) => each.name === name),
            meaning.symbols,
            scene.part.root,
          )
        : [];
  const stub = usual[key] ?? stubOf(property, map);
  if (map === scene.part.root && stub.type === 'hole' && stub.choices !== undefined) {
    const choices = stub.choices.filter((value) => fitsRoot(value, { map, key }, scene));
    return choices.length === 0 ? { type: 'hole', text: stub.text } : { ...stub, choices };
  }
  return names.length === 0 ? stub : { type: 'hole', text: true, choices: names };
}

/** The files that scripts name, each with the hash it has to have. */
function filesStub({ meaning }: Scene): Stub {
  const names = meaning.view.all.flatMap(({ inputs }) => textOf(get(inputs, 'Attachment')) ?? []);
  const hash: Stub = { type: 'map', entries: [['checksums', { type: 'map', entries: [['sha256', textHole]] }]] };
  const plain = [...new Set(names)].filter((name) => !name.includes('{{'));
  return { type: 'map', entries: plain.map((name): [string, Stub] => [name, hash]) };
}

/** Members of an API request, those of structures inside it too. */
function memberKeys(scene: Scene): Candidate[] {
  const path = inputPath(scene);
  const call = path === undefined ? undefined : modelledCall(scene.step, scene.lookups);
  if (path === undefined || call === undefined) return [];
  const type = requestType(call, path);
  if (type === undefined || !'<#['.includes(type.charAt(0))) return [];
  const { model, operation } = call;
  const members = membersOf(
    model,
    operation,
    path.map(({ key }) => key ?? ''),
  );
  const aliased = new Set(members.flatMap(({ alias }) => alias ?? []));
  return members
    .filter(({ name }) => !aliased.has(name))
    .sort((a, b) => Number(b.required) - Number(a.required))
    .map(({ name, type: member, required }) => ({
      key: name,
      stub: memberStub(model, member),
      detail: typeWordOf(member),
      documentation: () => `Member of the request of \`${operation}\`.`,
      rank: required ? 0 : 1,
    }));
}

/** Parameters of the document that a step calls. */
function calledKeys({ step, path, lookups }: Scene): Candidate[] {
  const site = step === undefined ? undefined : callSite(step);
  if (site === undefined || path.length !== 2 || path[1]?.key !== site.parametersKey || path[1].item) return [];
  const called = site.name === undefined ? undefined : lookups.document?.(site.name);
  if (called === undefined || called.kind !== site.kind) return [];
  return Object.entries(called.parameters).map(([key, parameter]) => ({
    key,
    stub: parameterStub(parameter, site.kind === 'command'),
    detail: parameter.type,
    documentation: () => parameterText(key, parameter, site.name ?? ''),
    rank: parameter.required ? 0 : 1,
  }));
}

/** What the function of a script reads of its payload. */
function payloadKeys({ step, path, part, meaning }: Scene): Candidate[] {
  if (step?.action !== 'aws:executeScript' || path.length !== 2 || path[1]?.key !== 'InputPayload') return [];
  const reads = keysReadBy(step, { root: part.root, view: meaning.view }) ?? [];
  return reads.map(({ key, needed }) => ({
    key,
    stub: textHole,
    detail: 'read by the script',
    rank: needed ? 0 : 1,
  }));
}

/** Names that the document uses and does not declare. */
function declarableKeys(spot: Spot, scene: Scene): Candidate[] {
  const { part, meaning } = scene;
  if (spot.map !== part.root || spot.item || (spot.key !== 'parameters' && spot.key !== 'variables')) return [];
  return undeclared(spot.key, meaning.symbols).map((name): Candidate => {
    const role = name === 'AutomationAssumeRole';
    const used = entriesOf(part.root).some(({ key }) => key.text === 'assumeRole') && role;
    const type: Stub = { type: 'text', value: used ? 'AWS::IAM::Role::Arn' : 'String' };
    const fallback: [string, Stub][] = spot.key === 'variables' ? [['default', anyHole]] : [];
    const text: [string, Stub][] = spot.key === 'parameters' ? [['description', textHole]] : [];
    return {
      key: name,
      stub: { type: 'map', entries: [['type', type], ...text, ...fallback] },
      detail: 'used below, not declared',
      rank: 0,
    };
  });
}
