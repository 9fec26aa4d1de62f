import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { app, childrenOf, elementAt, linesOf } from '../account.ts';
import { allOf, namesOf, withFleet } from '../fleet.ts';

describe('groups of the Fleet view', () => {
  it('groups by state, with counts, and a group that is opened shows what it was counted by', () =>
    withFleet([], async (fleet) => {
      fleet.arranged.grouping = { by: 'state' };
      const [online, lost, inactive] = await childrenOf(fleet.tree);
      assert.deepEqual(
        [online, lost, inactive].map((each) => `${each?.node.label} ${each?.node.description}`),
        ['Online 23', 'Connection lost 2', 'Inactive 0'],
      );
      assert.equal((await childrenOf(fleet.tree, online)).length, 23);
      assert.equal((await childrenOf(fleet.tree, lost)).length, 2);
      assert.deepEqual(
        (await childrenOf(fleet.tree, inactive)).map(({ node }) => node.label),
        ['No nodes'],
      );
      assert.deepEqual(fleet.calls, Array(3).fill('DescribeInstanceProperties'));
      assert.equal(fleet.tree.view.message, 'By state.');
    }));

  it('counts as far as the first page goes, and goes on from there', () =>
    withFleet(['--nodes', '250', '--faults'], async (fleet, { goWrong }) => {
      fleet.arranged.grouping = { by: 'state' };
      assert.deepEqual((await linesOf(fleet.tree)).slice(0, 1), ['Online — 100+']);
      const [online] = await childrenOf(fleet.tree);
      // As many as there are, in one long page, when somebody asks.
      fleet.calls.length = 0;
      await commands.executeCommand('opswright.countNodes', online);
      assert.equal(online?.node.description, '248');
      assert.equal(online?.node.context, 'group');
      assert.equal((await childrenOf(fleet.tree, online)).length, 101);
      assert.deepEqual(fleet.calls, ['DescribeInstanceProperties']);
      const all = await allOf(fleet, online);
      assert.equal(all.length, 248);
      // One that is refreshed alone is counted anew.
      await goWrong({ LostNodes: all.slice(0, 200).map(({ node }) => node.id ?? '') });
      await commands.executeCommand('opswright.refreshItem', online);
      assert.equal(online?.node.description, '48');
      assert.equal((await allOf(fleet, online)).length, 48);
    }));

  it('groups by resource group, those that have nodes, and reads no other', () =>
    withFleet(['--nodes', '120'], async (fleet) => {
      fleet.arranged.grouping = { by: 'group' };
      const groups = await allOf(fleet);
      const names = groups.map(({ node }) => node.label);
      assert.deepEqual(names, ['app', 'bastion', 'db', 'store', 'web', 'worker', 'shop-production'].sort());
      assert.equal(fleet.tree.view.message, 'By resource group.');
      const [store, web, production] = ['store', 'web', 'shop-production'].map((name) =>
        groups.find(({ node }) => node.label === name),
      );
      assert.equal(store?.node.description, '2');
      fleet.calls.length = 0;
      assert.deepEqual(await namesOf(fleet, store), ['store-berlin-01', 'store-lyon-01']);
      const those = await namesOf(fleet, web);
      assert.equal(web?.node.description, String(those.length));
      assert.ok(those.every((name) => name.includes('-web-')));
      assert.deepEqual(fleet.calls, []);
      // A group of every type, and more of it than a page. The count grows with what is read.
      assert.equal(production?.node.description, '40+');
      const all = await allOf(fleet, production);
      assert.equal(production?.node.description, String(all.length));
      assert.ok(all.length > 50 && all.every(({ node }) => /^(prod|store)-/.test(node.label)));
    }));

  it('narrows resource groups by each filter', () =>
    withFleet([], async (fleet) => {
      fleet.arranged.grouping = { by: 'group' };
      fleet.arranged.filter = { by: 'application', name: 'nginx' };
      assert.deepEqual(
        (await allOf(fleet)).map(({ node }) => node.label),
        ['shop-production', 'web'],
      );
      const web = await namesOf(fleet, await elementAt(fleet.tree, 'web'));
      assert.ok(web.length > 1 && web.every((name) => name.includes('-web-')));
      fleet.arranged.filter = { by: 'tag', key: 'Environment', values: ['prod'] };
      const production = await namesOf(fleet, await elementAt(fleet.tree, 'web'));
      assert.ok(production.length > 0 && production.every((name) => name.startsWith('prod-')));
      fleet.arranged.filter = { by: 'text', text: 'berlin' };
      assert.deepEqual(await linesOf(fleet.tree), ['shop-production — 1', 'store — 1']);
      fleet.arranged.filter = { by: 'text', text: 'nobody' };
      assert.deepEqual(await linesOf(fleet.tree), ['No resource group has a managed node that passes the filter']);
    }));

  it('says what is wrong with resource groups where they are shown, and of one group below it', () =>
    withFleet(['--faults'], async (fleet, { goWrong }) => {
      fleet.arranged.grouping = { by: 'group' };
      await goWrong({ Denied: ['resource-groups:ListGroups'] });
      assert.deepEqual(await linesOf(fleet.tree), ['Not allowed: resource-groups:ListGroups — click to try again']);
      await goWrong({ Denied: ['resource-groups:ListGroupResources'] });
      await fleet.tree.refresh();
      assert.deepEqual(await linesOf(fleet.tree, 'web'), [
        'Not allowed: resource-groups:ListGroupResources — click to try again',
      ]);
      fleet.arranged.grouping = { by: 'nothing' };
      assert.equal((await linesOf(fleet.tree)).length, 25);
    }));

  it('groups by platform, each kind of Linux for itself, with counts', () =>
    withFleet([], async (fleet) => {
      fleet.arranged.grouping = { by: 'platform' };
      const groups = await linesOf(fleet.tree);
      assert.deepEqual(groups, [
        'Amazon Linux — 10',
        'Windows Server 2022 Datacenter — 5',
        'Red Hat Enterprise Linux — 5',
        'Ubuntu — 5',
      ]);
      assert.deepEqual(fleet.calls, ['GetInventory']);
      const ubuntu = await linesOf(fleet.tree, 'Ubuntu');
      assert.equal(ubuntu.length, 5);
      assert.ok(ubuntu.every((line) => line.includes('Ubuntu 24.04')));
    }));

  it('groups by the values of a tag', () =>
    withFleet([], async (fleet) => {
      fleet.arranged.grouping = { by: 'tag', key: 'Environment' };
      const groups = await childrenOf(fleet.tree);
      assert.deepEqual(
        groups.map(({ node }) => node.label),
        ['dev', 'prod', 'staging'],
      );
      const sizes = groups.map(({ node }) => Number(node.description));
      assert.equal(
        sizes.reduce((sum, size) => sum + size, 0),
        25,
      );
      assert.deepEqual(fleet.calls, ['GetTagValues', ...Array(3).fill('DescribeInstanceProperties')]);
      const dev = await namesOf(fleet, groups[0]);
      assert.ok(dev.length > 0 && dev.every((name) => name.startsWith('dev-')));
      assert.equal(dev.length, sizes[0]);
      fleet.arranged.grouping = { by: 'tag', key: 'Nobody' };
      assert.deepEqual(await linesOf(fleet.tree), ['No managed node has the tag Nobody']);
    }));

  it('leaves out values of a tag that no node has, for one request a page', () =>
    withFleet(['--nodes', '30'], async (fleet, { connection }) => {
      const { ssm } = await (await app()).connections.clients(connection);
      for (let each = 0; each < 30; each++) {
        const Name = `/values/${each}`;
        const Tags = [{ Key: 'Team', Value: `team-${String(each).padStart(2, '0')}` }];
        await ssm.putParameter({ Name, Value: 'x', Type: 'String', Tags });
      }
      const [node] = await childrenOf(fleet.tree);
      const hybrid = (await childrenOf(fleet.tree)).find((each) => each.node.id?.startsWith('mi-'));
      await ssm.addTagsToResource({
        ResourceType: 'ManagedInstance',
        ResourceId: hybrid?.node.id ?? '',
        Tags: [{ Key: 'Team', Value: 'team-29' }],
      });
      assert.ok(node);
      fleet.arranged.grouping = { by: 'tag', key: 'Team' };
      fleet.calls.length = 0;
      const groups = await allOf(fleet);
      assert.deepEqual(
        groups.map(({ node: { label, description } }) => `${label} ${description}`),
        ['team-29 1'],
      );
      assert.deepEqual(fleet.calls, ['GetTagValues', 'GetResources', 'GetResources', 'DescribeInstanceProperties']);
      assert.deepEqual(await namesOf(fleet, groups[0]), [hybrid?.node.label]);
    }));
});
