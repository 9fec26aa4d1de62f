/**
 * What sessions ask and tell in a workbench, on a pretend account: the document of a session and its parameters, a port that
 * is taken, a page behind a tunnel, a line that is cut, and the entry of SSH that is shown before it is written. Each leaves
 * a picture in `.vscode-test/screenshots/session-dialogs`, to be looked at.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { host } from './host.ts';
import { byKeys, foldOthers, type Visits } from './visit.ts';

/** The home of the person, in which an entry of SSH is written. */
export const home = mkdtempSync(path.join(os.tmpdir(), 'opswright-home-'));

export const sessionDialogs: Visits = ({ page, account, visit, picture, terminalShows: shows }) => {
  let node = { id: '', name: '' };

  before(async () => {
    const described = await account.call('DescribeInstanceInformation', {});
    const found = (described.InstanceInformationList as Record<string, string>[]).find(
      ({ PingStatus, PlatformType }) => PingStatus === 'Online' && PlatformType === 'Linux',
    );
    node = { id: found?.InstanceId ?? '', name: found?.ComputerName ?? '' };
    const inputs = { runAsEnabled: true, runAsDefaultUser: 'ec2-user' };
    const shell = { schemaVersion: '1.0', description: 'A shell of the shop', sessionType: 'Standard_Stream', inputs };
    const Content = JSON.stringify(shell);
    await account.call('CreateDocument', { Name: 'Shop-Shell', DocumentType: 'Session', Content });
  });
  after(() => rm(home, { recursive: true, force: true }));

  const quick = () => page.locator('.quick-input-widget:visible');
  const asks = (words: string | RegExp) => quick().getByText(words).first().waitFor();
  const line = (words: string) => host.treeItem(page, 'Tunnels', words);
  const preview = () => page.locator('.monaco-diff-editor .view-line').filter({ hasText: 'ProxyCommand' }).first();
  /** Answers a question that stands beside the preview of SSH. */
  async function answer(question: string, button: string): Promise<void> {
    const notification = await host.notification(page, question);
    await preview().waitFor();
    await notification.locator('.monaco-button').filter({ hasText: button }).first().click();
    await preview().waitFor({ state: 'detached' });
  }

  async function startWith(document: string): Promise<void> {
    await host.runCommand(page, 'Opswright: Start Session with Document');
    await host.choose(page, node.name);
    await asks('Shop-Shell');
    await host.choose(page, document);
  }

  visit('offer the Session documents that are terminals, and ask for their parameters', async () => {
    await host.openView(page, 'Opswright');
    await host.treeItem(page, 'Fleet', node.name).waitFor();
    await host.runCommand(page, 'Opswright: Start Session with Document');
    await host.choose(page, node.name);
    await asks('Shop-Shell');
    assert.equal(await quick().getByText('AWS-StartPortForwardingSession').count(), 0);
    await picture('01-documents');
    await host.choose(page, 'AWS-StartInteractiveCommand');
    await asks(/The command\./);
    await page.keyboard.press('Enter');
    await asks('command needs a value');
    await picture('02-parameter');
    await host.answer(page, 'echo interactive $((6*7)) on $(hostname)');
    await shows(new RegExp(`interactive 42 on ${node.name}[\\s\\S]*The session has ended`));
    await picture('03-interactive');
  });

  visit('run a command without a terminal', async () => {
    await startWith('AWS-StartNonInteractiveCommand');
    await asks(/The command\./);
    await host.answer(page, 'cat /etc/hostname /nowhere');
    await asks('Start the session');
    await quick().getByRole('option').filter({ hasText: 'separateOutputStream' }).first().click();
    await asks(/come apart/);
    await host.answer(page, 'true');
    await quick().getByRole('option').filter({ hasText: 'separateOutputStreamtrue' }).first().waitFor();
    await picture('04-values');
    await quick().getByRole('option').filter({ hasText: 'Start the session' }).first().click();
    await shows(
      new RegExp(`${node.name}[\\s\\S]*/nowhere: No such file[\\s\\S]*Exit code 1[\\s\\S]*The session has ended`),
    );
    await picture('04-without-terminal');
  });

  visit('open a shell as the user that the document names', async () => {
    await startWith('Shop-Shell');
    await shows(/\$ *$/m);
    await page.keyboard.type('whoami\n');
    await shows(/ec2-user/);
    await picture('05-run-as');
  });

  visit('tell of a line that is cut, and go on', async () => {
    await account.goWrong({ AwayFor: 3000 });
    await page.getByText(`${node.name}: the connection was cut, reconnecting`).first().waitFor();
    await page.getByText(`(cut) ${node.name}`).first().waitFor();
    await picture('06-cut');
    await page.locator('.terminal-wrapper.active .xterm textarea').click();
    await page.keyboard.type('echo back $((40+2))\n');
    await shows(/back 42/);
    await page.getByText('reconnecting').first().waitFor({ state: 'detached' });
    await picture('07-restored');
  });

  visit('say which port is taken, and which is free', async () => {
    const other = createServer().listen(0, '127.0.0.1').unref();
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await host.runCommand(page, 'Opswright: Forward Port');
    await host.choose(page, node.name);
    await asks(/HOST:PORT/);
    await host.answer(page, '99999');
    await asks('A port from 1 to 65535');
    await picture('08-no-port');
    await host.answer(page, '80');
    await asks('The port of this machine');
    await host.answer(page, String(port));
    await asks(new RegExp(`Port ${port} of this machine is taken by another program; choose another, such as \\d+`));
    await picture('09-taken');
    const free = /such as (\d+)/.exec((await quick().allInnerTexts()).join())?.[1] ?? '';
    other.close();
    await host.answer(page, free);
    await asks('A name for the tunnel');
    await host.answer(page, 'shop page');
    await host.notification(page, new RegExp(`127\\.0\\.0\\.1:${free} leads to`));
    await foldOthers(page, 'Tunnels');
    await line('shop page')
      .filter({ hasText: `localhost:${free}` })
      .waitFor();
    await picture('10-open');
  });

  visit('refuse a name that another tunnel has, and propose one that is free', async () => {
    await host.runCommand(page, 'Opswright: Forward Port');
    await host.choose(page, node.name);
    await asks(/HOST:PORT/);
    await host.answer(page, '8080');
    await asks('The port of this machine');
    await host.answer(page, '0');
    await asks('A name for the tunnel');
    await host.answer(page, 'shop page');
    await asks('Another tunnel has this name');
    await picture('11-name');
    await page.keyboard.press('Escape');
  });

  visit('open the page behind a tunnel in the browser', async () => {
    await line('shop page').hover();
    await opensPage(() => line('shop page').locator('.action-label[aria-label^="Open Tunnel in Browser"]').click());
    await host.runCommand(page, 'Opswright: Close Tunnel');
    await host.choose(page, 'shop page');
    await line('shop page').filter({ hasText: '↓' }).waitFor({ state: 'detached' });
    // One that is not open is opened for it.
    await opensPage(async () => {
      await host.runCommand(page, 'Opswright: Open Tunnel in Browser');
      await host.choose(page, 'shop page');
    });
  });

  /** A VS Code that is itself in a browser opens an address of its own for a port, which only some of its servers lead on. */
  async function opensPage(act: () => Promise<unknown>): Promise<void> {
    const opening = page.context().waitForEvent('page');
    await act();
    const behind = await opening;
    const port = /localhost:(\d+)/.exec((await line('shop page').allInnerTexts()).join())?.[1] ?? '';
    assert.match(behind.url(), new RegExp(`^http://127\\.0\\.0\\.1:(?:\\d+/proxy/)?${port}/$`));
    await behind.goto(`http://127.0.0.1:${port}/`);
    await behind.getByRole('heading', { name: node.name }).waitFor();
    await behind.close();
  }

  const sshFile = () => path.join(home, '.ssh/config');
  const written = () => readFile(sshFile(), 'utf8');

  async function writeConfig(user: string): Promise<void> {
    await host.runCommand(page, 'Opswright: Write SSH Configuration');
    await asks('The user of the nodes');
    await host.answer(page, user);
  }

  visit('show the entry of SSH first, and write nothing that is refused', async () => {
    await writeConfig('ec2-user');
    await host.notification(page, `Write this to ${sshFile()}?`);
    await preview().waitFor();
    await picture('12-ssh-preview');
    await answer(`Write this to ${sshFile()}?`, 'Cancel');
    await assert.rejects(stat(sshFile()), { code: 'ENOENT' });
  });

  visit('write the entry of SSH for the user alone, and SSH goes through it', async () => {
    await writeConfig('ec2-user');
    await answer(`Write this to ${sshFile()}?`, 'Write');
    await host.notification(page, `Written to ${sshFile()}`);
    const text = await written();
    assert.match(
      text,
      /^# Opswright: i-\* mi-\*\nHost i-\* mi-\*\n {2}User ec2-user\n {2}ProxyCommand [^\n]+\n# end of/,
    );
    if (process.platform !== 'win32') assert.equal((await stat(sshFile())).mode & 0o777, 0o600);
    assert.match(await throughEntry(text), /^SSH-2\.0-OpenSSH_9\.6 pretend\r\n/);
    await picture('13-ssh-written');
  });

  visit('put another entry in the place of the one before, keep the file as it was, and write none twice', async () => {
    const before = await written();
    await writeConfig('ops');
    await host.notification(page, 'The file as it is now is kept beside it');
    await picture('14-ssh-again');
    await answer('The file as it is now is kept beside it', 'Write');
    await host.notification(page, 'The file as it was is config.before-opswright-');
    assert.equal(await written(), before.replace('User ec2-user', 'User ops'));
    const kept = (await readdir(path.join(home, '.ssh'))).filter((name) => name.includes('before-opswright'));
    assert.equal(kept.length, 1);
    assert.equal(await readFile(path.join(home, '.ssh', kept[0] ?? ''), 'utf8'), before);
    await writeConfig('ops');
    await host.notification(page, 'has this entry already');
  });

  /** What the ProxyCommand of an entry says first, run as SSH runs it. */
  async function throughEntry(text: string): Promise<string> {
    const command = /ProxyCommand (.+)/.exec(text)?.[1]?.replace('%h', node.id).replace('%p', '22') ?? '';
    const child = spawn(command, {
      shell: true,
      env: { ...process.env, ...byKeys(account).env, HOME: home },
    });
    const [first] = await once(child.stdout, 'data');
    child.stdin.end();
    await once(child, 'close');
    return String(first);
  }
};
