/** The run files of `examples/` do in the demo account what they say: whoever begins with them sees them succeed. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  CreateDocumentCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { calledDocumentOf, parse, runRequest } from '../../server/src/language/index.ts';
import { withSandbox } from '../helpers-sandbox.ts';

const folder = 'examples';
const runFiles = readdirSync(folder).filter((name) => name.endsWith('.run.yaml'));

test('there is a run file to begin with', () => assert.ok(runFiles.length > 0));

for (const name of runFiles)
  test(`${name} runs to a good end`, () =>
    withSandbox(async ({ ssm, pass }) => {
      const lookups = {
        document(file: string) {
          const part = parse(readFileSync(path.join(folder, file), 'utf8')).parts[0];
          return part && calledDocumentOf(part);
        },
      };
      const runFile = parse(readFileSync(path.join(folder, name), 'utf8'), { format: 'yaml', kind: 'run' });
      const { problems, request, document } = runRequest(runFile, { lookups, nameOf: () => 'Example' });
      assert.deepEqual(problems, []);
      assert.ok(request?.kind === 'command', 'its document is a Command document in this folder');

      await ssm.send(
        new CreateDocumentCommand({
          Name: 'Example',
          Content: readFileSync(path.join(folder, document?.name ?? ''), 'utf8'),
          DocumentFormat: 'YAML',
          DocumentType: 'Command',
        }),
      );
      const { Command } = await ssm.send(new SendCommandCommand(request.input));
      const CommandId = Command?.CommandId ?? '';
      await pass(300);
      const [command] = (await ssm.send(new ListCommandsCommand({ CommandId }))).Commands ?? [];
      const { CommandInvocations = [] } = await ssm.send(
        new ListCommandInvocationsCommand({ CommandId, Details: true }),
      );
      const outputs = CommandInvocations.flatMap(({ CommandPlugins = [] }) =>
        CommandPlugins.map((each) => each.Output),
      );
      assert.equal(command?.Status, 'Success', outputs.join('\n'));
      assert.ok((command.TargetCount ?? 0) >= 3, 'with one node there is nothing to watch');
      assert.ok(outputs.some((output) => /Started nginx/.test(output ?? '')));
    }));
