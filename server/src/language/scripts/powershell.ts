/**
 * Says where quotes, here-strings, comments, parentheses and braces of a PowerShell script are never closed.
 *
 * No more than that: the rest of the grammar depends on commands and their modes. Square brackets are left out, because
 * in arguments they are plain text. Reports the first fault only.
 */

import { Fault, faultsOf, type ScriptFault, Unsure } from './fault.ts';
import { remembered } from './remembered.ts';

/** The first fault of a PowerShell script, if it has one. */
export const powershellFaults: (text: string) => ScriptFault[] = remembered((text) =>
  faultsOf(() => new Reader(text).script()),
);

// PowerShell takes typographic quotes for the plain ones.
const single = "'‘’‚‛";
const double = '"“”„';
const deepest = 400;
const separators = /[\s(){};,|&=]/;

class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  script(): void {
    this.code(undefined);
    if (this.at < this.text.length)
      throw new Fault(this.at, this.at + 1, `This "${this.text.charAt(this.at)}" closes nothing`);
  }

  /** Passes code up to the sign that closes what was opened at `open`, or up to a closing sign that has no partner. */
  private code(open: number | undefined): void {
    const { text } = this;
    while (this.at < text.length) {
      const here = text.charAt(this.at);
      if (here === '`') this.at += 2;
      else if (here === '#' && this.startsToken()) this.skipTo('\n');
      else if (text.startsWith('<#', this.at)) this.comment();
      else if (here === '@' && this.startsToken() && this.hereString()) continue;
      else if (single.includes(here)) this.single();
      else if (double.includes(here)) this.double();
      else if (here === '$' && text.charAt(this.at + 1) === '{') this.bracedName();
      else if (here === '(' || here === '{') this.group(here);
      else if (here === ')' || here === '}') return;
      else if (text.startsWith('--%', this.at) && this.startsToken() && /\s/.test(text.charAt(this.at + 3)))
        this.skipTo('\n');
      else this.at++;
    }
    if (open !== undefined) throw new Fault(open, open + 1, `This "${text.charAt(open)}" is never closed`);
  }

  private startsToken(): boolean {
    return this.at === 0 || separators.test(this.text.charAt(this.at - 1));
  }

  private skipTo(what: string): void {
    const end = this.text.indexOf(what, this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private comment(): void {
    const open = this.at;
    this.skipTo('#>');
    if (this.at >= this.text.length) throw new Fault(open, open + 2, 'This "<#" is never closed; "#>" is missing');
    this.at += 2;
  }

  private group(opener: string): void {
    const open = this.at++;
    if (++this.depth > deepest) throw new Unsure();
    this.code(open);
    this.depth--;
    const found = this.text.charAt(this.at);
    if (found === (opener === '(' ? ')' : '}')) this.at++;
    else {
      const line = this.text.slice(0, open).split('\n').length;
      throw new Fault(this.at, this.at + 1, `"${found}" cannot close the "${opener}" of line ${line} of the script`);
    }
  }

  private single(): void {
    const open = this.at++;
    for (; this.at < this.text.length; this.at++) {
      if (!single.includes(this.text.charAt(this.at))) continue;
      const next = this.text.charAt(this.at + 1);
      if (next === '' || !single.includes(next)) {
        this.at++;
        return;
      }
      this.at++;
    }
    throw new Fault(open, open + 1, `This ${this.text.charAt(open)} is never closed`);
  }

  private double(): void {
    const open = this.at++;
    while (this.at < this.text.length) {
      const here = this.text.charAt(this.at);
      if (here === '`') this.at += 2;
      else if (double.includes(here)) {
        this.at++;
        const next = this.text.charAt(this.at);
        if (next === '' || !double.includes(next)) return;
        this.at++;
      } else this.expandable(here);
    }
    throw new Fault(open, open + 1, `This ${this.text.charAt(open)} is never closed`);
  }

  /** One character of a text in which `$( … )` is code. */
  private expandable(here: string): void {
    const next = this.text.charAt(this.at + 1);
    if (here === '$' && next === '(') {
      this.at++;
      this.group('(');
    } else if (here === '$' && next === '{') this.bracedName();
    else this.at++;
  }

  /** `${a name}`. */
  private bracedName(): void {
    const open = this.at;
    for (this.at += 2; this.text.charAt(this.at) !== '}'; this.at++) {
      if (this.at >= this.text.length) throw new Fault(open, open + 2, 'This "${" is never closed');
      if (this.text.charAt(this.at) === '`') this.at++;
    }
    this.at++;
  }

  /** `@" … "@` and `@' … '@`; false where none begins. */
  private hereString(): boolean {
    const { text } = this;
    const quote = text.charAt(this.at + 1);
    if (quote === '' || !(single + double).includes(quote)) return false;
    const head = /^[ \t]*\r?\n/.exec(text.slice(this.at + 2, this.at + 200));
    if (head === null) return false;
    const open = this.at;
    const quotes = single.includes(quote) ? single : double;
    // The end may stand on the very next line.
    this.at += 1 + head[0].length;
    while (this.at < text.length) {
      if (
        text.charAt(this.at) === '\n' &&
        quotes.includes(text.charAt(this.at + 1) || ' ') &&
        text.charAt(this.at + 2) === '@'
      ) {
        this.at += 3;
        return true;
      }
      if (quotes === double && text.charAt(this.at) === '`') this.at += text.charAt(this.at + 1) === '\n' ? 1 : 2;
      else if (quotes === double && text.startsWith('$(', this.at)) this.expandable('$');
      else this.at++;
    }
    const shown = quotes === single ? "'@" : '"@';
    const indented = new RegExp(`^[ \\t]+[${quotes}]@`, 'm').test(text.slice(open));
    const why = indented ? `${shown} must stand at the very beginning of its line` : `${shown} is missing`;
    throw new Fault(open, open + 2, `This here-string is never closed; ${why}`);
  }
}
