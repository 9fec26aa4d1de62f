/** Patches of the platforms that demo nodes run, as data: names, kinds and the rows of severities. */

export type OperatingSystem = 'AMAZON_LINUX_2023' | 'AMAZON_LINUX_2' | 'UBUNTU' | 'REDHAT_ENTERPRISE_LINUX' | 'WINDOWS';

export interface Patch {
  title: string;
  kb: string;
  classification: string;
  severity: string;
  cves: string;
}

/** The operating system in the words of patch baselines. */
export function operatingSystemOf({
  platformName,
  platformVersion,
}: {
  platformName: string;
  platformVersion: string;
}): OperatingSystem {
  if (platformName.startsWith('Microsoft')) return 'WINDOWS';
  if (platformName === 'Ubuntu') return 'UBUNTU';
  if (platformName.startsWith('Red Hat')) return 'REDHAT_ENTERPRISE_LINUX';
  return platformVersion === '2' ? 'AMAZON_LINUX_2' : 'AMAZON_LINUX_2023';
}

const packages = [
  'kernel 6.1.109-118',
  'openssl-libs 3.0.8-12',
  'glibc 2.34-117',
  'curl 8.5.0-4',
  'bash 5.2.15-3',
  'sudo 1.9.15-2',
  'systemd 252.23-2',
  'python3 3.9.20-1',
  'vim-minimal 9.1.785-1',
  'expat 2.6.3-1',
  'krb5-libs 1.21.3-1',
  'libxml2 2.10.4-6',
  'nss 3.90.0-7',
  'openssh-server 8.7p1-38',
  'bind-libs 9.16.50-1',
  'tar 1.34-3',
  'rsync 3.2.6-4',
  'ca-certificates 2024.2.68-1',
  'tzdata 2024b-1',
  'dbus 1.12.28-1',
  'gnutls 3.8.3-5',
  'less 608-2',
  'git-core 2.40.1-2',
  'nginx 1.26.2-1',
];

const severities = ['Critical', 'Important', 'Important', 'Medium', 'Medium', 'Low'];
const endings: Readonly<Record<Exclude<OperatingSystem, 'WINDOWS'>, string>> = {
  AMAZON_LINUX_2023: 'amzn2023',
  AMAZON_LINUX_2: 'amzn2',
  UBUNTU: 'ubuntu1',
  REDHAT_ENTERPRISE_LINUX: 'el9_4',
};

function linux(system: Exclude<OperatingSystem, 'WINDOWS'>): Patch[] {
  return packages.map((each, index) => {
    const [name = '', version = ''] = each.split(' ');
    const security = index % 3 !== 2;
    return {
      title: system === 'UBUNTU' ? name : `${name}.x86_64`,
      kb:
        system === 'UBUNTU' ? `${name}:${version}${endings[system]}` : `${name}.x86_64:0:${version}.${endings[system]}`,
      classification: security ? 'Security' : 'Bugfix',
      severity: security ? (severities[index % severities.length] ?? 'Medium') : 'Low',
      cves: security ? `CVE-2025-${20_117 + index * 311}` : '',
    };
  });
}

const windows: readonly Patch[] = Array.from({ length: 16 }, (_, index) => {
  const kb = `KB50${30_216 + index * 877}`;
  const security = index % 3 !== 1;
  return {
    title: security
      ? `2025-${String((index % 12) + 1).padStart(2, '0')} Cumulative Update for Windows Server 2022 (${kb})`
      : `Update for Microsoft Defender Antivirus (${kb})`,
    kb,
    classification: security ? 'SecurityUpdates' : 'Updates',
    severity: security ? (['Critical', 'Important', 'Moderate'][index % 3] ?? 'Important') : 'Unspecified',
    cves: security ? `CVE-2025-${30_011 + index * 173}` : '',
  };
});

/** The patches that a baseline of an operating system approves. */
export const patchesFor: Readonly<Record<OperatingSystem, readonly Patch[]>> = {
  AMAZON_LINUX_2023: linux('AMAZON_LINUX_2023'),
  AMAZON_LINUX_2: linux('AMAZON_LINUX_2'),
  UBUNTU: linux('UBUNTU'),
  REDHAT_ENTERPRISE_LINUX: linux('REDHAT_ENTERPRISE_LINUX'),
  WINDOWS: windows,
};
