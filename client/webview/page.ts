/** The page around the graph: its elements, its style, and how wide a text is in its font. */

import { drawingStyle, pageStyle } from './style.ts';

/** The page lets in what carries it, and nothing else. */
const nonce = (document.currentScript as HTMLScriptElement | null)?.nonce ?? '';

document.body.innerHTML = `
<header>
  <h1 id="title"></h1>
  <select id="which" aria-label="Document" hidden></select>
  <button type="button" id="out" aria-label="Zoom out" title="Zoom out (-)">−</button>
  <button type="button" id="in" aria-label="Zoom in" title="Zoom in (+)">+</button>
  <button type="button" id="fit" title="Show all of it (0)">Fit</button>
  <button type="button" id="aslist" aria-pressed="false" title="Show the steps as a list">List</button>
  <button type="button" id="export" title="Save the graph as an SVG file">Export</button>
</header>
<p id="note" role="status" hidden></p>
<p id="legend" role="status" hidden></p>
<div id="stage"><svg class="graph" role="group"><g id="camera"></g></svg></div>
<nav id="list" aria-label="Steps" hidden></nav>`;

const element = <T extends Element = HTMLElement>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
};
export const page = {
  title: element('#title'),
  which: element<HTMLSelectElement>('#which'),
  note: element('#note'),
  legend: element('#legend'),
  stage: element('#stage'),
  svg: element<SVGSVGElement>('#stage svg'),
  world: element<SVGGElement>('#camera'),
  list: element('#list'),
  in: element<HTMLButtonElement>('#in'),
  out: element<HTMLButtonElement>('#out'),
  fit: element<HTMLButtonElement>('#fit'),
  asList: element<HTMLButtonElement>('#aslist'),
  export: element<HTMLButtonElement>('#export'),
};

const style = document.createElement('style');
style.nonce = nonce;
style.textContent = drawingStyle + pageStyle;
document.head.append(style);

const pen = document.createElement('canvas').getContext('2d');
/** Width of a text in pixels. */
export function measure(text: string, size: number, bold: boolean): number {
  if (pen === null) return text.length * size * 0.6;
  pen.font = `${bold ? '600' : '400'} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}
