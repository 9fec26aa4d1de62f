/**
 * The words of `--help`. They are the reference of the command line, so every option and every decision stands here.
 */

/** Shown by `opswright` and `opswright --help`. */
export const mainHelp = `Opswright reads documents of AWS Systems Manager and rules of AWS Config, and serves an account to try them in.

Usage: opswright COMMAND …

Commands:
  check PATHS…   report what is wrong with documents
  convert FILE   write a document as YAML or JSON
  format PATHS…  lay out documents: indentation and blanks, nothing else
  sandbox        serve a pretend AWS account on this machine
  ssm-proxy      carry SSH to a managed node, as its ProxyCommand

Options:
  -h, --help     show this; after a command, show its help
  --version      show the version

Exit status: 0 clean, 1 problems, 2 misuse.
`;

/** Shown by `opswright check --help`. */
export const checkHelp = `Reports what is wrong with documents of AWS Systems Manager and rules of AWS Config.

Usage: opswright check PATHS… [OPTIONS]

A path is a file, a folder, a glob in quotes ('docs/**/*.yaml') or - for standard input.
A folder is searched for *.yaml, *.yml, *.json, *.tf, *.tofu, *.guard, *.ruleset and *.configql files, and a glob for what it
matches; both leave out what git ignores, .git, node_modules and .terraform, and follow no links. A file that is no document
of ours is passed over, with a note when it was named itself. A file that was named is checked even when git ignores it.

Options:
  -f, --format FORMAT   text (default), json or sarif
  -o, --output FILE     write the report to FILE instead of standard output
  --severity SEVERITY   the lowest severity shown: error, warning, information (default) or hint
  --fail-on SEVERITY    the lowest shown severity that makes the exit status 1: error, warning (default) or information
  --kind KIND           take every file for this kind of document, whatever it looks like
  --config FILE         use this configuration instead of looking for .opswrightrc.yaml (or .yml, .json) from each
                        file's folder upwards; the nearest wins
  --no-config           use no configuration
  --stdin-name NAME     the path that standard input stands for (default <stdin>)
  --color WHEN          auto (default: on a terminal, honouring NO_COLOR and FORCE_COLOR), always or never
  -q, --quiet           no notes, no summary and no progress on standard error
  -h, --help            show this

Exit status:
  0  clean: no error and no warning was reported (see --fail-on); information and hints do not fail a check
  1  problems were reported
  2  misuse: a wrong option, path or configuration, or a file that could not be read (the others are still checked)

The text report is one line for each problem, path:line:column severity rule: message. On a terminal the line in
question is shown beneath it.
`;

/** Shown by `opswright format --help`. */
export const formatHelp = `Lays out AWS Systems Manager documents in place: indentation, blanks behind colons and dashes, blanks at the end of lines,
more than one blank line. Values, comments, scripts and the order of things stay as they are.

Usage: opswright format PATHS… [OPTIONS]

A path is a file, a folder, a glob in quotes or - for standard input, which is written to standard output. Only documents
that opswright check knows are touched. YAML keeps the indentation that most of a document has, JSON that of its first
level. The names of the files that were changed are written to standard output.

Options:
  --check               change nothing; name the files that are not laid out
  --no-config           also format what .opswrightrc.yaml leaves out
  --stdin-name NAME     the path that standard input stands for (default <stdin>)
  -q, --quiet           no notes and no summary on standard error
  -h, --help            show this

Exit status:
  0  everything is laid out, or is now
  1  with --check: some files are not
  2  misuse, or a document that could not be read, written or formatted (the others still are)
`;

/** Shown by `opswright sandbox --help`. */
export const sandboxHelp = `Serves a pretend AWS account on this machine, for trying things out and for tests.

Usage: opswright sandbox [OPTIONS]

It speaks the protocols of Systems Manager, Config, EventBridge, CloudTrail, KMS, EC2 and STS: any AWS SDK and the AWS CLI
can use it. Nothing that a document says runs on this machine unless --scripts local asks for it, and nothing leaves it: it
listens on 127.0.0.1 only, and takes only requests signed with the credentials it prints. They are made anew at each start.

One line of JSON on standard output says where it is: endpoint, region, accessKeyId, secretAccessKey. It ends with
Ctrl+C.

Options:
  --port N         the port (default: any free one)
  --nodes N        managed nodes of the demo fleet (default 25)
  --throttle P     refuse this share of the requests as throttled, 0 to 1
  --latency N      hold each answer back for N milliseconds
  --pace N         how long things take: 0.1 is a tenth of what they roughly take in AWS (default 1)
  --seed N         another fleet; the same number gives the same fleet
  --region NAME    the Region it pretends to be in (default eu-west-1)
  --state FILE     keep the account in FILE between starts
  --scripts local  run the Python of aws:executeScript on this machine, with your rights but without credentials;
                   otherwise its answers are made up
  --faults         take requests that make things go wrong, for tests (see below)
  -q, --quiet      no line for each request on standard error
  -h, --help       show this

With --faults a signed request with the header "X-Amz-Target: OpswrightSandbox.SetFaults" sets what goes wrong, in place of
what did before; {} ends it. Its body is JSON: Denied, a list such as ["ssm:SendCommand", "config:*"]; Expired, true for
credentials that have expired; Throttle and Latency as above; LostNodes, a list of ids or ["*"]; LostAnswers, a list
of operations that are done and not answered; AwayFor, the milliseconds for which connections are refused before it is back
on the same port.

Exit status: 0 when it was told to end, 2 for misuse, such as a port that is taken.
`;

/** Shown by `opswright ssm-proxy --help`. */
export const proxyHelp = `Carries SSH to a managed node through Session Manager, as the ProxyCommand of SSH. Nothing else is installed, and the
node needs no open port; who may log in, and with which key, is between SSH and the node.

Usage: opswright ssm-proxy TARGET PORT [OPTIONS]

TARGET is the id of a managed node (i-… or mi-…), PORT its port, mostly 22. Standard input and output carry the bytes.
In ~/.ssh/config:

  Host i-* mi-*
    ProxyCommand opswright ssm-proxy %h %p

Credentials and Region are those of the AWS SDK: environment, profile, IAM Identity Center. The IAM actions it takes are
ssm:StartSession, on the node and on the document AWS-StartSSHSession, ssm:ResumeSession and ssm:TerminateSession, and
ssmmessages:OpenDataChannel where the service asks who opens the socket of a session.
A proxy is that of HTTPS_PROXY, save for the hosts of NO_PROXY; NODE_EXTRA_CA_CERTS names a file of further certificates.

Options:
  --profile NAME   a profile of ~/.aws/config
  --region NAME    the Region of the node
  --endpoint URL   another address of Systems Manager, such as that of opswright sandbox
  -h, --help       show this

Exit status:
  0  the connection has ended
  1  it could not be opened, or was lost, for the reason told in one line on standard error
  2  misuse
`;

/** Shown by `opswright convert --help`. */
export const convertHelp = `Writes an AWS Systems Manager document as YAML or JSON: the same data, scripts as lines where that is YAML.

Usage: opswright convert FILE --to yaml|json [OPTIONS]

FILE is a file or - for standard input. JSON has no comments; how many are left out is told on standard error.

Options:
  --to FORMAT           yaml or json
  -o, --output FILE     write to FILE instead of standard output
  -q, --quiet           no note on standard error
  -h, --help            show this

Exit status:
  0  converted
  1  the document cannot be converted, for the reason told
  2  misuse: a wrong option or path, or a file that could not be read or written
`;
