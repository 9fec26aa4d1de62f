/**
 * The inventory of a node by type. Which types a node reports only asking tells: opening the section reads the first page of
 * each type of the schema, a few at a time, and a type that has nothing is not shown. What was read is not read again.
 */

import type { InventoryItemSchema, SSM } from '@aws-sdk/client-ssm';
import { MarkdownString } from 'vscode';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Opened } from './sections.ts';
import { ago, table } from './words.ts';

type Entry = Readonly<Record<string, string>>;

interface FirstPage {
  entries: Entry[];
  next: string | undefined;
  captured: string | undefined;
}

/** As many requests at once. */
const atOnce = 4;

const titles: Readonly<Record<string, string>> = {
  'AWS:Application': 'Applications',
  'AWS:AWSComponent': 'AWS Components',
  'AWS:BillingInfo': 'Billing',
  'AWS:File': 'Files',
  'AWS:InstanceDetailedInformation': 'Hardware',
  'AWS:InstanceInformation': 'Instance',
  'AWS:Network': 'Network',
  'AWS:Service': 'Services',
  'AWS:Tag': 'Tags',
  'AWS:WindowsRegistry': 'Registry',
  'AWS:WindowsRole': 'Roles',
  'AWS:WindowsUpdate': 'Updates',
};

const icons: Readonly<Record<string, string>> = {
  'AWS:Application': 'package',
  'AWS:File': 'file',
  'AWS:InstanceDetailedInformation': 'circuit-board',
  'AWS:Network': 'globe',
  'AWS:Service': 'server-process',
};

/** What the node says of itself is among its facts already. */
const known = new Set(['AWS:InstanceInformation']);

export function inventorySection(opened: Opened): TreeNode {
  return {
    id: 'inventory',
    label: 'Inventory',
    icon: 'list-unordered',
    empty: 'Nothing reported: no association gathers the inventory of this node',
    context: 'inventory',
    subject: { nodeId: opened.node.id, name: opened.node.name },
    children: () => typesOf(opened),
  };
}

async function typesOf(opened: Opened): Promise<TreeNode[]> {
  const schemas = (await allSchemas(await opened.ssm())).filter(({ TypeName = '' }) => !known.has(TypeName));
  const lines: (TreeNode | undefined)[] = [];
  for (let at = 0; at < schemas.length; at += atOnce)
    lines.push(...(await Promise.all(schemas.slice(at, at + atOnce).map((schema) => typeLine(opened, schema)))));
  return lines.filter((line) => line !== undefined).sort((a, b) => a.label.localeCompare(b.label));
}

async function allSchemas(ssm: SSM): Promise<InventoryItemSchema[]> {
  const all: InventoryItemSchema[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ssm.getInventorySchema({ MaxResults: 200, NextToken });
    all.push(...(answer.Schemas ?? []));
    NextToken = answer.NextToken;
  } while (NextToken);
  return all;
}

async function readEntries({ node, ssm }: Opened, TypeName: string, NextToken?: string): Promise<FirstPage> {
  const ask = { InstanceId: node.id, TypeName, MaxResults: 50, NextToken };
  const answer = await (await ssm()).listInventoryEntries(ask);
  return { entries: answer.Entries ?? [], next: answer.NextToken, captured: answer.CaptureTime };
}

async function typeLine(opened: Opened, { TypeName: type = '' }: InventoryItemSchema): Promise<TreeNode | undefined> {
  let first: FirstPage | undefined = await readEntries(opened, type);
  const { entries, next, captured } = first;
  if (entries.length === 0) return undefined;
  return {
    id: type,
    label: titles[type] ?? type.replace(/^Custom:/, ''),
    description: [`${entries.length}${next ? '+' : ''}`, captured && ago(new Date(captured), Date.now())]
      .filter(Boolean)
      .join(' · '),
    icon: icons[type] ?? 'extensions',
    context: `inventory ${type}`,
    pages: () =>
      pagesOf(
        async (token) => {
          const page = first && token === undefined ? first : await readEntries(opened, type, token);
          // Held for the first time that it is opened; a refresh reads it anew.
          first = undefined;
          return {
            items: page.entries.map((entry, index) => ({ entry, place: `${token ?? ''}${index}` })),
            next: page.next,
          };
        },
        ({ entry, place }) => entryLine(type, entry, place),
      ),
  };
}

/** Which attributes name an entry, and which stand beside it. */
const shown: Readonly<Record<string, readonly [names: readonly string[], beside: readonly string[]]>> = {
  'AWS:Application': [['Name'], ['Version', 'Publisher']],
  'AWS:File': [['Name'], ['Size', 'InstalledDir', 'ModificationTime']],
  'AWS:Network': [['Name'], ['IPV4', 'MacAddress']],
  'AWS:Service': [
    ['DisplayName', 'Name'],
    ['Status', 'StartType'],
  ],
  'AWS:WindowsRegistry': [['ValueName', 'KeyPath'], ['Value']],
  'AWS:WindowsRole': [['DisplayName', 'Name'], ['Installed']],
  'AWS:WindowsUpdate': [['HotFixId'], ['Description', 'InstalledTime']],
};

function entryLine(type: string, entry: Entry, place: string): TreeNode {
  const [names, beside] = shown[type] ?? [
    ['Name', 'Key'],
    ['Version', 'Value'],
  ];
  const said = Object.entries(entry).filter(([, value]) => value !== '');
  const name = names.map((attribute) => entry[attribute]).find(Boolean);
  const rest = beside.map((attribute) => entry[attribute]).filter(Boolean);
  // A type that nobody has foreseen is told by its attributes.
  const all = said.map(([attribute, value]) => `${attribute} ${value}`).join(', ');
  return {
    id: `${place} ${name ?? ''}`,
    label: name ?? all,
    description: rest.join(' · '),
    icon: 'circle-small',
    context: type === 'AWS:Application' ? 'application' : 'entry',
    subject: { application: entry.Name },
    longTooltip: () => new MarkdownString(table([name ?? type, ''], said)),
  };
}
