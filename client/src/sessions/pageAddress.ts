/** Where a browser finds the page behind a tunnel. Free of `vscode`. */

/** Ports at which pages are encrypted: asked in the clear they answer with a fault. */
const encrypted: ReadonlySet<number> = new Set([443, 8443]);

/** The address of the page, by the port of this machine and the one where it is. */
export function pageAddress(here: number, there: number): string {
  return `${encrypted.has(there) ? 'https' : 'http'}://127.0.0.1:${here}/`;
}
