/** Reading shell scripts: the place and words of a fault, and which variables are quoted. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellFaults, shellVariables } from '../../server/src/language/scripts/shell.ts';
import { mark } from '../helpers.ts';

const faults: [script: string, message: RegExp][] = [
  ['<|if|> a; then\n  b\n', /This "if" is never closed; "fi" is missing/],
  ['<|while|> a; do b\n', /"done" is missing/],
  ['<|case|> a in b) c;;\n', /"esac" is missing/],
  ['f() <|{|>\n  a\n', /"}" is missing/],
  ['echo <|"|>a\n', /This " is never closed/],
  ["echo <|'|>a\n", /This ' is never closed/],
  ['echo "$(a<|"|>\n', /This " is never closed/],
  ['echo <|$(|>a\n', /This "\$\(" is never closed/],
  [`echo <|\${|>a\n`, /This "\$\{" is never closed/],
  ['echo <|`|>a\n', /This ` is never closed/],
  ['a\n<|fi|>\n', /"fi" without "if" before it/],
  ['a; <|}|>\n', /"}" without "{" before it/],
  ['a <|)|>\n', /This "\)" closes nothing/],
  ['if a; then\n<|fi|>\n', /No command stands before "fi"/],
  ['if a\n  b\n<|fi|>\n', /wants "then"/],
  ['for i in a b\n  <|echo|>\ndone\n', /wants "do"/],
  ['a <|&&|>\n', /No command stands behind "&&"/],
  ['a <|2>|>\n', /Nothing stands behind "2>"/],
  ['echo <|(|>a)\n', /Unexpected "\("/],
  ['x <|;;|>\n', /stands outside "case"/],
  ['cat <|<<EOF|>\na\n  EOF\n', /no line is exactly "EOF"/],
  ['<|[[|> a == "b"]]\n', /This "\[\[" is never closed/],
  ['if a; then b; fi <|c|>\n', /Unexpected text behind "fi"/],
];
for (const [marked, message] of faults) {
  test(`shell: ${JSON.stringify(marked)}`, () => {
    const { text, ranges } = mark(marked);
    const [fault, ...more] = shellFaults(text);
    assert.ok(fault, 'no fault is found');
    assert.match(fault.message, message);
    assert.equal(fault.start, ranges[0]?.start);
    assert.deepEqual(more, []);
  });
}

const sound = [
  '',
  '# it is "only (a comment\n',
  "echo it\\'s $'it\\'s' \"it's\" # it's\n",
  'echo "$(echo "$(echo ")")")" `echo "` \n',
  'echo $((1 + (2 << 3))) $(( a[1] ? 2 : 3 ))\n((i++)) && (( j < 2 )) || :\n',
  'echo $( (a; b) | c ) $(case x in (a) b;; c) d;; esac)\n',
  "cat <<A <<-'B' | c\n$(it's\nA\n\t(\n\tB\nx=$(cat <<C\n)\nC\n)\n",
  'if a; then b; elif c; then d; else e; fi > f 2>&1 < g &\n',
  'for i; do a; done; for i in; do a; done\nfor ((;;)) do a; done\nfor i in {1..3}\n{ a; }\n',
  'while read -r x; do :; done < <(a) 3<<<"$b"\nuntil a; do b; done\nselect x in a; do b; done\n',
  'function f { a; }\nfunction g() (a)\nh () if a; then b; fi\n_a-b.c() { d; }\n',
  'a=(1 "2" # x\n [3]=4 $(b))\na+=(5) a[i + 1]=6; declare -A b=([x]=y)\n',
  '[[ -n $a && ( $b =~ ^(x|y z)$ || ! $c < d ) ]] && e\n',
  `echo \${a%'}'} "\${a:-it's}" "\${a%'}'}" \${#a[@]} \${!a} \${a//\\//(} \${a[@]:1:2}\n`,
  '! a | b |& c && d || ! e; { a; } && time -p (b)\n',
  'case $a in a|b) ;; *) c ;& (d) e ;;& f) g\nesac\n',
  'echo if then fi done } { esac ! [[ a=b=c\n',
  'shopt -s extglob; rm !(a|b) +([0-9]) @(x)\n',
  'a && # why\n  b |\n\n  c\n',
  'a \\\n  b\r\nif c; then\r\n  d\r\nfi\r\n',
  'if [[ a ]] then b; fi; ( ( a ) )\n',
];
for (const script of sound) {
  test(`sound shell: ${JSON.stringify(script.slice(0, 60))}`, () => {
    assert.deepEqual(shellFaults(script), []);
  });
}

test('what the reader does not know is passed over', () => {
  assert.deepEqual(shellFaults('coproc NAME { a; }\nif b\n'), []);
  assert.deepEqual(shellFaults('cat <<"$(x)"\nif b\n'), []);
});

test('variables, quoted and not', () => {
  const found = shellVariables(
    `a=$A b="$B" c $C "$D" \${E} "x\${F}y" "$(d $G "$H")" [$I]\n[[ $J == $K ]]; case $L in $M) ;; esac\ne <<< $N\n`,
  );
  assert.deepEqual(
    found.map(({ name, quoted }) => name + (quoted ? '' : '!')),
    ['A', 'B', 'C!', 'D', 'E!', 'F', 'G!', 'H', 'I!', 'J', 'K', 'L', 'M!', 'N'],
  );
});

test('a shell script that is nested too deeply is no crash', () => {
  for (const script of ['('.repeat(100_000), '$('.repeat(20_000), '"$('.repeat(20_000), 'if a; then '.repeat(20_000)])
    assert.ok(shellFaults(script).length <= 1);
});
