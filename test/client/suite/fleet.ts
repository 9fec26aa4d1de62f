import assert from 'node:assert/strict';
import { commands, env, window } from 'vscode';
import type { FleetFilter } from '../../../client/src/views/fleet/filter.ts';
import { app, childrenOf, elementAt, linesOf } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { until } from '../editor.ts';
import { allOf, namesOf, withFleet } from '../fleet.ts';

describe('the Fleet view', () => {
  it('lists nodes by the names they have in EC2, with state and platform, in one request', () =>
    withFleet([], async ({ tree, calls }) => {
      const lines = await linesOf(tree);
      assert.equal(lines.length, 25);
      assert.match(lines[0] ?? '', /^\w+-\w+-\d\d — Amazon Linux 2023 · i-0[0-9a-f]{16}$/);
      assert.match(lines[5] ?? '', /— connection lost · .* · i-/);
      assert.match(lines[7] ?? '', /^store-berlin-01 — Windows Server 2022 Datacenter · mi-0[0-9a-f]{16}$/);
      assert.deepEqual(calls, ['DescribeInstanceProperties']);
      const elements = await childrenOf(tree);
      assert.deepEqual(
        [0, 5, 7].map((index) => elements[index]?.node.context),
        ['node online linux ec2', 'node linux ec2', 'node online windows hybrid'],
      );
    }));

  it('filters by tag, id and name, within groups too, and says how', () =>
    withFleet(['--nodes', '300'], async (fleet) => {
      const { tree, arranged } = fleet;
      const shownBy = async (filter: FleetFilter) => {
        arranged.filter = filter;
        return namesOf(fleet);
      };
      const [first, second] = await childrenOf(tree);
      const ids = [first, second].map((each) => each?.node.id ?? '');
      assert.deepEqual(await shownBy({ by: 'ids', ids }), [first?.node.label, second?.node.label]);
      const web = await shownBy({ by: 'tag', key: 'Role', values: ['web'] });
      assert.ok(web.length > 20 && web.every((name) => name.includes('-web-')));
      fleet.calls.length = 0;
      const named = await shownBy({ by: 'text', text: 'WEB-0' });
      assert.ok(named.length > 5 && named.every((name) => name.includes('web-0')));
      assert.deepEqual(fleet.calls, ['DescribeInstanceProperties']);
      assert.match(tree.view.message ?? '', /"WEB-0", looked for page by page/);
      arranged.filter = { by: 'tag', key: 'Role', values: ['web'] };
      arranged.grouping = { by: 'platform' };
      const ubuntu = await namesOf(fleet, await elementAt(tree, 'Ubuntu'));
      assert.ok(ubuntu.length > 0 && ubuntu.every((name) => web.includes(name)));
      assert.ok(ubuntu.length < web.length);
      await commands.executeCommand('opswright.clearFleetFilter');
      assert.equal(tree.view.message, 'By platform.');
    }));

  it('shows who has an application', () =>
    withFleet([], async (fleet) => {
      fleet.arranged.filter = { by: 'application', name: 'nginx' };
      const names = await namesOf(fleet);
      assert.ok(names.length > 1 && names.every((name) => name.includes('-web-')));
      assert.deepEqual(new Set(fleet.calls), new Set(['GetInventory', 'DescribeInstanceProperties']));
    }));
});

describe('a node of the Fleet view', () => {
  it('has facts and sections, for two requests', () =>
    withFleet([], async ({ tree, calls }) => {
      const [first] = await childrenOf(tree);
      calls.length = 0;
      const lines = await childrenOf(tree, first);
      assert.deepEqual([...calls].sort(), ['DescribeInstanceInformation', 'DescribeInstancePatchStates']);
      const said = lines.map(({ node }) => `${node.label} — ${node.description ?? ''}`);
      assert.match(said[0] ?? '', /^Online — last ping (just now|1 min ago)$/);
      assert.match(said[1] ?? '', /^Agent 3\.3\.3050\.0 — up to date$/);
      assert.deepEqual(
        lines.slice(-5).map(({ node }) => node.label),
        ['Patches', 'Associations', 'Inventory', 'Sessions', 'Recent commands'],
      );
      const outdated = (await childrenOf(tree))[3];
      const agent = (await childrenOf(tree, outdated))[1];
      assert.equal(agent?.node.description, 'outdated');
    }));

  it('is said to be never scanned for patches only where that is known', () =>
    withFleet(['--faults'], async ({ tree }, { goWrong }) => {
      const nodes = await childrenOf(tree);
      const patchesOf = async (at: number) => {
        const lines = await childrenOf(tree, nodes[at]);
        const patches = lines.find(({ node }) => node.label === 'Patches') ?? assert.fail();
        const [first] = await childrenOf(tree, patches);
        return [patches.node.description ?? '', first?.node.label ?? ''];
      };
      let at = 0;
      while (!(await patchesOf(at))[0]?.startsWith('none missing')) at++;
      assert.match((await patchesOf(at))[1] ?? '', /^None missing · scanned /);
      await goWrong({ Denied: ['ssm:DescribeInstancePatchStates'] });
      await tree.refresh(nodes[at]?.path);
      assert.deepEqual(await patchesOf(at), ['', 'None missing, if it was scanned']);
      await goWrong({});
    }));

  it('lists missing patches with severity, as many as it says', () =>
    withFleet([], async (fleet) => {
      let seen = 0;
      for (const element of (await childrenOf(fleet.tree)).slice(0, 12)) {
        const patches = (await childrenOf(fleet.tree, element)).find(({ node }) => node.label === 'Patches');
        const said = [...(patches?.node.description ?? '').matchAll(/(\d+) (?:missing|failed|waiting)/g)];
        const count = said.reduce((sum, [, number]) => sum + Number(number), 0);
        const lines = await allOf(fleet, patches);
        if (count === 0) assert.match(lines[0]?.node.label ?? '', /^None missing · scanned/);
        else {
          seen++;
          assert.equal(lines.length, count);
          assert.match(lines[0]?.node.description ?? '', /^(Critical|Important|Medium|Moderate|Low|Unspecified) · /);
        }
      }
      assert.ok(seen > 2);
    }));

  it('shows associations, sessions and commands of its own', () =>
    withFleet([], async (fleet) => {
      const [first] = await childrenOf(fleet.tree);
      const { label = '' } = first?.node ?? {};
      const associations = await linesOf(fleet.tree, label, 'Associations');
      assert.ok(associations.length > 0);
      assert.match(associations[0] ?? '', /(success|failed|pending) · (just now|.* ago)/);
      assert.deepEqual(await linesOf(fleet.tree, label, 'Sessions', 'Open'), ['Nobody is connected']);
      const commandsSeen: string[] = [];
      for (const element of (await childrenOf(fleet.tree)).slice(0, 6)) {
        const lines = await linesOf(fleet.tree, element.node.label, 'Recent commands');
        commandsSeen.push(...lines);
      }
      assert.ok(commandsSeen.some((line) => /^AWS-\w+ — .* ago/.test(line)));
    }));

  it('shows the inventory it has, and no type that it has nothing of', () =>
    withFleet([], async (fleet) => {
      const lines = await childrenOf(fleet.tree);
      const types = await linesOf(fleet.tree, lines[0]?.node.label ?? '', 'Inventory');
      assert.ok(types.some((line) => /^Applications — \d+ · /.test(line)));
      assert.ok(!types.some((line) => line.startsWith('Updates')));
      const before = fleet.calls.length;
      const applications = await linesOf(fleet.tree, lines[0]?.node.label ?? '', 'Inventory', 'Applications');
      assert.ok(applications.some((line) => line.startsWith('bash — 5.2.15 · GNU')));
      assert.ok(fleet.calls.length > before);
      const windows = await linesOf(fleet.tree, 'store-berlin-01', 'Inventory');
      assert.ok(windows.some((line) => line.startsWith('Updates')));
      assert.ok(windows.some((line) => line.startsWith('ShopFloor')));
    }));

  it('is read anew alone', () =>
    withFleet([], async ({ tree, calls }) => {
      const [first] = await childrenOf(tree);
      calls.length = 0;
      await commands.executeCommand('opswright.refreshItem', first);
      assert.deepEqual(calls, ['DescribeInstanceProperties']);
    }));

  it('gives its id and address, of all that are selected', () =>
    withFleet([], async ({ tree }) => {
      const [first, second] = await childrenOf(tree);
      await commands.executeCommand('opswright.copyNodeId', first, [first, second]);
      assert.equal(await env.clipboard.readText(), `${first?.node.id}\n${second?.node.id}`);
      await commands.executeCommand('opswright.copyNodeAddress', first);
      assert.match(await env.clipboard.readText(), /^10\.0\.\d\.\d+$/);
      await commands.executeCommand('opswright.copyNodeAddress', first, [first, second]);
      assert.match(await env.clipboard.readText(), /^10\.0\.\d\.\d+\n10\.0\.\d\.\d+$/);
    }));

  it('is shown in full as JSON', () =>
    withFleet([], async ({ tree }) => {
      const [first] = await childrenOf(tree);
      await commands.executeCommand('opswright.showNode', first);
      const { document } = window.activeTextEditor ?? assert.fail();
      const said = JSON.parse(document.getText());
      assert.deepEqual(Object.keys(said), ['Information', 'Properties', 'ConnectionStatus', 'PatchState', 'Tags']);
      assert.equal(said.Information.InstanceId, first?.node.id);
      assert.ok(said.Tags.some(({ Key }: { Key: string }) => Key === 'Environment'));
      assert.equal(said.ConnectionStatus, 'connected');
    }));

  it('is explained when it is lost, and so is an id that is none', () =>
    withFleet([], async ({ tree }, { connection }) => {
      const { texts } = await app();
      const elements = await childrenOf(tree);
      const explain = async (id: string) =>
        (await texts.open({ connection, kind: 'reach', id, extension: 'md' })).getText();
      assert.match(await explain(elements[9]?.node.id ?? ''), /Begin here: the instance is not running.*stopped/s);
      assert.match(await explain(elements[5]?.node.id ?? ''), /Begin here: its agent is silent.*3 h ago/s);
      assert.match(await explain(elements[0]?.node.id ?? ''), /The node is online/);
      assert.match(await explain('i-00000000000000001'), /Begin here: it is no managed node.*Not seen by AWS Config/s);
      await commands.executeCommand('opswright.explainNode', elements[5]);
      // From the palette an id is asked for, and one that is none is not taken.
      const previews = () => window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      const explained = (answer: Answer) => answering([answer], () => commands.executeCommand('opswright.explainNode'));
      await explained({ type: 'i-00000000000000001' });
      assert.deepEqual((await explained({ type: 'web-01' })).told, ['An id such as i-0123456789abcdef0']);
      await explained('escape');
      await until(window.tabGroups.onDidChangeTabs, () => previews().join().includes('i-00000000000000001'));
      assert.ok(
        previews().some((label) => label.includes('i-00000000000000001')),
        previews().join(),
      );
      assert.ok(!previews().some((label) => label.includes('web-01')));
    }));
});

describe('what is typed and chosen for the Fleet view', () => {
  const choose = (command: string, ...answers: Answer[]) => answering(answers, () => commands.executeCommand(command));

  it('filters, is there to be changed, and is cleared', () =>
    withFleet([], async (fleet) => {
      await choose('opswright.filterFleet', { type: 'Role=web' });
      assert.deepEqual(fleet.arranged.filter, { by: 'tag', key: 'Role', values: ['web'] });
      const web = await namesOf(fleet);
      assert.ok(web.length > 0 && web.every((name) => name.includes('-web-')));
      await choose('opswright.filterFleet', 'escape');
      assert.deepEqual(await namesOf(fleet), web);
      await commands.executeCommand('opswright.clearFleetFilter');
      assert.equal((await namesOf(fleet)).length, 25);
      await choose('opswright.filterFleet', { type: 'web' });
      await choose('opswright.filterFleet', { type: '' });
      assert.equal(fleet.arranged.filter, undefined);
    }));

  it('groups, by a tag that is chosen among those of the Region', () =>
    withFleet(['--faults'], async (fleet, { goWrong }) => {
      const { asked } = await choose('opswright.groupFleet', { pick: 'Tag…' }, { pick: 'Environment' });
      const labels = asked[0]?.choices.map((each) => each.split(' — ')[0]);
      assert.deepEqual(labels, ['Not Grouped', 'State', 'Platform', 'Tag…', 'Resource Group']);
      assert.ok(asked[1]?.choices.includes('Role'));
      assert.deepEqual(fleet.arranged.grouping, { by: 'tag', key: 'Environment' });
      await choose('opswright.groupFleet', { pick: 'Resource Group' });
      assert.ok((await namesOf(fleet)).includes('web'));
      await choose('opswright.groupFleet', 'escape');
      await choose('opswright.groupFleet', { pick: 'Tag…' }, 'escape');
      assert.deepEqual(fleet.arranged.grouping, { by: 'group' });
      await goWrong({ Denied: ['tag:GetTagKeys'] });
      const { told } = await choose('opswright.groupFleet', { pick: 'Tag…' });
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /Not allowed: tag:GetTagKeys/);
      await choose('opswright.groupFleet', { pick: 'Not Grouped' });
      assert.equal((await namesOf(fleet)).length, 25);
    }));
});

describe('a search for applications', () => {
  const search = (command: string, answers: Answer[], ...given: unknown[]) =>
    answering(answers, () => commands.executeCommand(command, ...given));
  const namesIn = (choices: string[] = []) => choices.map((each) => each.split(' — ')[0] ?? '');

  it('offers what the fleet reports, and shows who has it', () =>
    withFleet([], async (fleet) => {
      const { asked } = await search('opswright.searchApplications', [{ pick: 'nginx' }]);
      assert.equal(asked.length, 1);
      const offered = namesIn(asked[0]?.choices);
      assert.ok(offered.includes('bash') && offered.includes('nginx'));
      assert.deepEqual(fleet.arranged.filter, { by: 'application', name: 'nginx' });
      assert.ok((await namesOf(fleet)).every((name) => name.includes('-web-')));
      await search('opswright.searchApplications', ['escape']);
      assert.deepEqual(fleet.arranged.filter, { by: 'application', name: 'nginx' });
    }));

  it('on one node offers what that one has', () =>
    withFleet([], async (fleet) => {
      const node = (await childrenOf(fleet.tree)).find((each) => each.node.label === 'store-berlin-01');
      const { asked } = await search('opswright.searchApplicationsOfNode', ['escape'], node);
      const offered = namesIn(asked[0]?.choices);
      const [name = ''] = offered;
      assert.ok(name !== '' && !offered.includes('nginx'));
      await search('opswright.searchApplicationsOfNode', [{ pick: name }], node);
      assert.deepEqual(fleet.arranged.filter, { by: 'application', name });
      assert.ok((await namesOf(fleet)).includes('store-berlin-01'));
    }));

  it('that is not allowed names the action, and leaves the list', () =>
    withFleet(['--faults'], async (fleet, { goWrong }) => {
      await goWrong({ Denied: ['ssm:GetInventory', 'ssm:ListInventoryEntries'] });
      const [node] = await childrenOf(fleet.tree);
      for (const [command, action, given] of [
        ['opswright.searchApplications', 'ssm:GetInventory', undefined],
        ['opswright.searchApplicationsOfNode', 'ssm:ListInventoryEntries', node],
      ] as const) {
        const { told } = await search(command, [], given);
        assert.equal(told.length, 1);
        assert.ok(told[0]?.includes(`Not allowed: ${action}`), told[0]);
      }
      assert.equal(fleet.arranged.filter, undefined);
      assert.equal((await namesOf(fleet)).length, 25);
    }));
});

describe('the Fleet view on a bad day', () => {
  it('reads everything in spite of throttling', () =>
    withFleet(['--nodes', '150', '--throttle', '0.2'], async (fleet) => {
      assert.equal((await allOf(fleet)).length, 150);
      fleet.arranged.grouping = { by: 'platform' };
      assert.equal((await linesOf(fleet.tree)).length, 4);
      const [first] = await allOf(fleet, await elementAt(fleet.tree, 'Ubuntu'));
      assert.ok((await childrenOf(fleet.tree, first)).length >= 9);
    }));

  it('keeps a node that was open when nobody answers, and reads its sections when somebody does', () =>
    withFleet([], async ({ tree }, { end, again }) => {
      const [first] = await childrenOf(tree);
      const sections = await childrenOf(tree, first);
      const associations = sections.find(({ node }) => node.label === 'Associations');
      await end();
      assert.deepEqual(
        (await childrenOf(tree, associations)).map(({ node }) => node.label),
        ['No answer'],
      );
      assert.equal((await childrenOf(tree)).length, 25);
      // It is back with other keys, which the files of the profile have by now.
      await again();
      await commands.executeCommand('opswright.refresh');
      assert.ok((await linesOf(tree, first?.node.label ?? '', 'Associations')).length > 1);
    }));

  it('calls nothing while nobody looks', () =>
    withFleet([], async ({ tree, calls, arranged }) => {
      assert.equal(tree.view.visible, false);
      await commands.executeCommand('opswright.refresh');
      arranged.grouping = { by: 'state' };
      arranged.filter = { by: 'text', text: 'web' };
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual(calls, []);
    }));
});
