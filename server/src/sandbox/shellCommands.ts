/** What a pretend node has beyond the shell: files that scripts look for, and the commands that operators run first. */

import type { CustomCommand, defineCommand } from 'just-bash';
import type { Account } from './account.ts';
import { latestAgent, type Machine } from './fleet.ts';
import { serviceCommands } from './shellServices.ts';
import { patchNode } from './ssm/patches/state.ts';

/** Who may log in on a Linux node. */
export const nodeUsers: readonly string[] = ['root', 'ssm-user', 'ec2-user'];

/** Files of a Linux node. */
export function nodeFiles(machine: Machine): Record<string, string> {
  const id = machine.platformName.toLowerCase().includes('ubuntu')
    ? 'ubuntu'
    : machine.platformName.startsWith('Red')
      ? 'rhel'
      : 'amzn';
  return {
    '/etc/os-release': `NAME="${machine.platformName}"\nVERSION="${machine.platformVersion}"\nID="${id}"\nVERSION_ID="${machine.platformVersion}"\nPRETTY_NAME="${machine.platformName} ${machine.platformVersion}"\n`,
    '/etc/hostname': `${machine.name}\n`,
    '/etc/hosts': `127.0.0.1 localhost\n${machine.ip} ${machine.name}\n`,
    '/etc/passwd':
      'root:x:0:0:root:/root:/bin/bash\nssm-user:x:1001:1001::/home/ssm-user:/bin/sh\nec2-user:x:1000:1000::/home/ec2-user:/bin/bash\n',
    '/var/log/messages': `Jan  5 09:00:01 ${machine.name} systemd[1]: Started Session of user root.\n`,
    '/var/log/amazon/ssm/amazon-ssm-agent.log': `INFO [amazon-ssm-agent] amazon-ssm-agent - v${machine.agentVersion}\n`,
    '/root/.profile': '',
    '/tmp/.keep': '',
    '/home/ssm-user/.profile': '',
    '/home/ec2-user/.profile': '',
  };
}

/** Commands of a Linux node by name, each a few plain lines. */
export function nodeCommands(
  account: Account,
  machine: Machine,
  user: string,
  define: typeof defineCommand,
): CustomCommand[] {
  const say = (text: string, exitCode = 0) => ({
    stdout: text.endsWith('\n') ? text : `${text}\n`,
    stderr: '',
    exitCode,
  });
  const simple = (name: string, answer: (args: string[]) => string | ReturnType<typeof say>): CustomCommand =>
    define(name, async (args) => {
      const said = answer(args);
      return typeof said === 'string' ? say(said) : said;
    });
  const uptimeDays = Math.floor((account.now() - machine.registered) / 86_400_000);
  const install = (args: string[]): string =>
    args.includes('update') || args.includes('upgrade')
      ? 'Nothing to do.\nComplete!'
      : args.includes('install')
        ? `Installed:\n  ${args.filter((each) => !each.startsWith('-') && each !== 'install').join('\n  ')}\nComplete!`
        : 'Complete!';
  return [
    simple('hostname', () => machine.name),
    simple('whoami', () => user),
    simple('id', () => {
      const number = user === 'root' ? 0 : user === 'ec2-user' ? 1000 : 1001;
      return `uid=${number}(${user}) gid=${number}(${user}) groups=${number}(${user})`;
    }),
    simple('uname', (args) =>
      args.includes('-a')
        ? `Linux ${machine.name} 6.1.0 #1 SMP x86_64 GNU/Linux`
        : args.includes('-r')
          ? '6.1.0'
          : 'Linux',
    ),
    simple('uptime', () => ` 09:00:00 up ${uptimeDays} days,  1:02,  0 users,  load average: 0.08, 0.03, 0.01`),
    simple(
      'df',
      () =>
        'Filesystem     1K-blocks    Used Available Use% Mounted on\n/dev/nvme0n1p1   8310764 2845512   5465252  35% /\ntmpfs             486036       0    486036   0% /dev/shm',
    ),
    simple(
      'free',
      () =>
        '               total        used        free      shared  buff/cache   available\nMem:          972072      201344      402112         460      368616      620112\nSwap:              0           0           0',
    ),
    simple(
      'ps',
      () =>
        '    PID TTY          TIME CMD\n      1 ?        00:00:04 systemd\n    812 ?        00:00:21 amazon-ssm-agen\n    933 ?        00:00:01 sshd',
    ),
    simple(
      'ip',
      () => `2: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001\n    inet ${machine.ip}/24 scope global ens5`,
    ),
    ...Object.entries(serviceCommands(machine, () => account.now())).map(([name, answer]) => simple(name, answer)),
    simple('service', (args) => `${args[0] ?? 'service'} is running`),
    simple('sudo', () => ''),
    simple('yum', install),
    simple('dnf', install),
    simple('apt-get', install),
    simple('apt', install),
    simple('amazon-ssm-agent', () => `SSM Agent version: ${machine.agentVersion}`),
    simple('ssm-cli', () =>
      JSON.stringify({ 'instance-id': machine.id, 'release-version': machine.agentVersion, latest: latestAgent }),
    ),
    simple('reboot', () => ''),
    simple('nproc', () => '2'),
    simple('patch-baseline', (args) =>
      patchNode(account, machine, args.includes('Install') ? 'Install' : 'Scan', args.includes('NoReboot')),
    ),
    simple('ansible-playbook', (args) =>
      [
        'PLAY [localhost] ***************************************************************',
        'PLAY RECAP *********************************************************************',
        `localhost : ok=1 changed=${args.includes('--check') ? 0 : 1} unreachable=0 failed=0 skipped=0`,
      ].join('\n'),
    ),
  ];
}
