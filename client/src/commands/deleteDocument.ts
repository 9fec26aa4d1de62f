/** "Delete": a document, or one version of it, after a list of what goes with it. */

import type { Association, SSM } from '@aws-sdk/client-ssm';
import { window } from 'vscode';
import { readFault } from '../aws/fault.ts';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';
import { accountsOf, changeSharing } from './shareDocument.ts';

export const deleteDocument: Command = {
  id: 'opswright.deleteDocument',
  async run({ connections, documents, trees }, subject: OfDocument & { confirmed?: boolean }) {
    const { connection, version, confirmed } = subject;
    const { name } = subject.document;
    const { ssm } = await connections.clients(connection);
    const what = version === undefined ? name : `version ${version} of ${name}`;
    const going = version === undefined ? await goesWith(ssm, name) : undefined;
    if (!confirmed) {
      const detail = [...(going?.words ?? []), 'This cannot be undone.'].join('\n');
      const question = `Delete ${what} from ${connection.id}?`;
      if ((await window.showWarningMessage(question, { modal: true, detail }, 'Delete')) !== 'Delete') return;
    }
    // The service deletes nothing that is shared.
    const accounts = going?.accounts ?? [];
    await changeSharing(ssm, name, [], accounts);
    try {
      await ssm.deleteDocument({ Name: name, ...(version !== undefined && { DocumentVersion: version }) });
    } catch (error) {
      // Who had it keeps it as long as it is there.
      await changeSharing(ssm, name, accounts, []).catch(() => {
        void window.showWarningMessage(`${name} is not shared with ${accounts.join(', ')} any more. Share it again.`);
      });
      throw error;
    }
    documents.local.forget(name);
    if (version === undefined) await documents.kept.unpin(connection, name);
    await trees.of('opswright.documents').refresh();
  },
};

/** What goes with a document, in words; what may not be seen is said to be unknown. */
async function goesWith(ssm: SSM, name: string): Promise<{ words: string[]; accounts: string[] }> {
  const versions = seen(ssm.listDocumentVersions({ Name: name, MaxResults: 50 }));
  const associations = seen(
    ssm.listAssociations({ AssociationFilterList: [{ key: 'Name', value: name }], MaxResults: 50 }),
  );
  const shared = seen(accountsOf(ssm, name));
  const [found, used, accounts] = await Promise.all([versions, associations, shared]);
  return {
    accounts: accounts ?? [],
    words: [
      found
        ? `${counted(found.DocumentVersions, found.NextToken, 'version')}.`
        : 'How many versions: not allowed to see.',
      accounts === undefined
        ? 'Whether it is shared: not allowed to see.'
        : accounts.length > 0 && `It is shared with ${accounts.join(', ')}, who lose it.`,
      used === undefined
        ? 'Whether associations use it: not allowed to see.'
        : used.Associations?.length && inUse(used.Associations, used.NextToken),
    ].filter((each): each is string => typeof each === 'string' && each !== ''),
  };
}

/** Names say where to look; the first few do. */
function inUse(associations: readonly Association[], next: string | undefined): string {
  const names = associations.map(({ AssociationName, AssociationId }) => AssociationName ?? AssociationId ?? '');
  const some = names.length > 3 || next ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
  const many = counted(associations, next, 'association');
  const verb = associations.length === 1 && !next ? 'uses' : 'use';
  return `${many} of State Manager ${verb} it (${some}). The service refuses to delete it as long as that is so.`;
}

function counted(list: readonly unknown[] = [], next: string | undefined, word: string): string {
  return `${list.length}${next ? ' or more' : ''} ${word}${list.length === 1 ? '' : 's'}`;
}

/** Undefined where it is not allowed to look; any other fault is passed on. */
async function seen<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (readFault(error).kind === 'denied') return undefined;
    throw error;
  }
}
