/** Commands that scripts of operators lean on, each with what it prints on a pretend node that runs Linux. */
export const shellSample: readonly { script: string; prints: string }[] = [
  { script: "printf 'b 2\\na 1\\n' | sort | head -n 1", prints: 'a 1' },
  { script: "printf 'b 2\\na 1\\n' | awk '{ sum += $2 } END { print sum }'", prints: '3' },
  { script: 'grep -c ssm-user /etc/passwd', prints: '1' },
  { script: "echo one-two | sed -e 's/-/ and /'", prints: 'one and two' },
  { script: "echo '{\"a\": [1, 2]}' | jq -c '.a | map(. + 1)'", prints: '[2,3]' },
  { script: "mkdir -p /tmp/d && touch /tmp/d/x.log && find /tmp/d -name '*.log'", prints: '/tmp/d/x.log' },
  { script: 'cd /tmp/d && tar -czf ../d.tgz x.log && tar -tzf ../d.tgz', prints: 'x.log' },
  { script: 'echo hello | base64 | base64 -d', prints: 'hello' },
  { script: "echo hello | sha256sum | cut -d' ' -f1 | cut -c1-8", prints: '5891b5b5' },
  { script: 'seq 3 | xargs echo', prints: '1 2 3' },
  { script: 'seq 3 | tr 123 abc | tail -n 1', prints: 'c' },
  { script: 'diff /etc/hostname /etc/hostname && echo same', prints: 'same' },
  { script: 'echo text | gzip | gunzip', prints: 'text' },
  { script: '[[ "$(cat /etc/os-release)" =~ NAME= ]] && echo "$BASH_REMATCH"', prints: 'NAME=' },
  { script: 'date -u -d @0 +%Y-%m-%d', prints: '1970-01-01' },
  { script: 'wc -l < /etc/hosts | tr -d " "', prints: '2' },
];

/** What no fresh node has, and what needs a network: the shell has never heard of them. */
export const shellLacks: readonly string[] = [
  'html-to-markdown',
  'rg',
  'sqlite3',
  'xan',
  'yq',
  'curl',
  'python3',
  'node',
];
