/** Small pure parts of the server and of the client's status item. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CancellationTokenSource, ResponseError } from 'vscode-languageserver/node';
import { statusWords } from '../../client/src/format.ts';
import { formatOf } from '../../server/src/formats.ts';
import { requestFence } from '../../server/src/lspRequests.ts';
import { plainOf } from '../../server/src/lspSnippets.ts';

const problems = { error: 0, warning: 0, information: 0, hint: 0 };
const status = { uri: 'file:///a', version: 1, documents: 1, reason: 'Because.', resembles: false, problems };

it('says which kind a document is, and how it fares', () => {
  const found = { ...status, kind: 'Automation runbook', schemaVersion: '0.3', problems: { ...problems, error: 2 } };
  assert.deepEqual(statusWords(found), { text: 'SSM Automation runbook · schema 0.3', detail: '2 errors' });
  assert.equal(statusWords({ ...found, documents: 2 }).text, 'SSM Automation runbook · schema 0.3 and 1 more document');
  assert.deepEqual(statusWords(status), { text: 'Not an SSM document', detail: 'Because.' });
});

it('goes by the language first, then by the file name, then by the text', () => {
  assert.equal(formatOf('file:///a.json', 'ssm-yaml'), 'yaml');
  assert.equal(formatOf('file:///a', 'jsonc'), 'json');
  assert.equal(formatOf('file:///a.b/c.yml', 'plaintext'), 'yaml');
  assert.equal(formatOf('untitled:Untitled-1', 'plaintext'), undefined);
  assert.equal(formatOf('file:///main.tf', 'plaintext'), 'terraform');
  assert.equal(formatOf('file:///main.tf', 'opentofu'), 'terraform');
});

it('fills in the placeholders of a snippet', () => {
  assert.equal(
    plainOf('name: $' + '{1:first}\nkind: $' + '{2|a,b|}$0 costs \\$5 \\}'),
    'name: first\nkind: a costs $5 }',
  );
});

it('answers a request that fails with null and logs the stack', async () => {
  const logged: string[] = [];
  const answer = requestFence({ console: { error: (message) => void logged.push(message) } });
  const { token } = new CancellationTokenSource();
  const fault = () => {
    throw new Error('boom');
  };
  assert.equal(await answer('hover', token, fault), null);
  assert.match(logged[0] ?? '', /hover.*boom[\s\S]*lspWords/);
});

it('calls a request cancelled that is cancelled while it waits or while it runs', async () => {
  const answer = requestFence({ console: { error: assert.fail } });
  const waiting = new CancellationTokenSource();
  const first = answer('hover', waiting.token, assert.fail);
  waiting.cancel();
  assert.ok((await first) instanceof ResponseError);
  const running = new CancellationTokenSource();
  assert.ok((await answer('hover', running.token, () => running.cancel())) instanceof ResponseError);
});
