/**
 * The web view of the graph: draws what the extension sends, and tells it what is clicked.
 *
 * It knows no document and no syntax. What is seen of the graph (place and size) is the view's own and outlives each new
 * picture, so that nothing jumps while somebody types.
 */

import { type Camera, readable, revealing, whole, zoomed } from './camera.ts';
import { drawing, standalone } from './drawing.ts';
import { idOf, watchGestures } from './gestures.ts';
import { type Layout, layout } from './layout.ts';
import { list } from './list.ts';
import type { FromView, KeptState, ToView } from './messages.ts';
import { measure, page } from './page.ts';
import { graphAt, nodeAt } from './places.ts';
import { marks, statesIn, withStates } from './run.ts';
import { drawingStyle, resolved } from './style.ts';
import { walk } from './walk.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromView): void;
  getState(): KeptState | undefined;
  setState(state: KeptState): void;
};

type Shown = Extract<ToView, { type: 'picture' }>;

const vscode = acquireVsCodeApi();
const post = (message: FromView): void => vscode.postMessage(message);
// A fault in here has no other way to the log.
addEventListener('error', ({ error, message }) => post({ type: 'failed', what: error?.stack ?? message }));

const kept = vscode.getState();
let shown: Shown | undefined;
/** Which of the documents in the text is drawn. */
let index = 0;
let placed: Layout | undefined;
let camera: Camera | undefined = kept?.camera;
let asList = kept?.list ?? false;
/** The step with the focus, or the one that gets it when the graph does. */
let current: string | undefined;
/** The step that the cursor is in. */
let atCursor: string | undefined;

/** The run whose states are drawn, of the document that is shown. */
let run: Extract<ToView, { type: 'run' }> | undefined;

function graph() {
  const drawn = shown?.picture.graphs[index];
  const states = run?.uri === shown?.uri ? run?.states : undefined;
  return drawn && states ? { ...drawn, ...withStates(drawn, states) } : drawn;
}

/** Which run it is, and what its signs mean. */
function tellRun(): void {
  const drawn = graph();
  const isOfRun = drawn !== undefined && run?.uri === shown?.uri && run?.states !== undefined;
  page.legend.hidden = !isOfRun;
  if (!isOfRun) return;
  const title = document.createElement('b');
  title.textContent = run?.title ?? '';
  // What has not begun has no sign.
  const signs = statesIn(drawn).filter((state) => marks[state].sign !== '');
  const entries = signs.map((state) => {
    const { sign, word } = marks[state];
    const entry = document.createElement('span');
    const mark = document.createElement('i');
    mark.textContent = sign;
    entry.className = state;
    entry.append(mark, word);
    return entry;
  });
  page.legend.replaceChildren(title, ...entries);
}
const nodeElement = (id: string | undefined) =>
  id === undefined ? null : page.world.querySelector<SVGGElement>(`.node[data-id="${CSS.escape(id)}"]`);
const viewSize = () => ({ width: page.stage.clientWidth || 1, height: page.stage.clientHeight || 1 });

function draw(): void {
  const { note, graphs = [] } = shown?.picture ?? {};
  const body = graph();
  page.note.textContent = note ?? '';
  page.note.hidden = note === undefined;
  tellRun();
  page.title.textContent = body === undefined ? (shown?.name ?? '') : `${body.title} · ${shown?.name}`;
  page.title.title = body?.description ?? '';
  page.which.hidden = graphs.length < 2;
  page.which.replaceChildren(
    ...graphs.map((each, at) => new Option(each.description ?? `${each.title} ${at + 1}`, `${at}`)),
  );
  page.which.value = `${index}`;
  for (const tool of [page.in, page.out, page.fit, page.asList, page.export]) tool.disabled = body === undefined;
  page.stage.hidden = body === undefined || asList;
  page.list.hidden = body === undefined || !asList;
  page.asList.setAttribute('aria-pressed', `${asList}`);
  const focused = idOf(document.activeElement);
  placed = body && layout(body, measure);
  page.world.innerHTML = placed === undefined ? '' : drawing(placed, true);
  page.list.innerHTML = body === undefined ? '' : list(body);
  page.svg.setAttribute(
    'aria-label',
    `Graph of ${shown?.name}: arrow keys move from step to step, Enter goes to the text`,
  );
  if (placed !== undefined && camera === undefined && !asList) camera = readable(placed, viewSize());
  look();
  if (nodeElement(current) === null) current = atCursor ?? (placed && walk(placed, undefined, 'first'));
  mark();
  if (focused !== undefined) focusOn(focused);
}

function look(glide = false): void {
  if (camera === undefined) return;
  page.world.classList.toggle('gliding', glide);
  page.world.setAttribute('transform', `translate(${camera.x} ${camera.y}) scale(${camera.scale})`);
  keep();
}

function keep(): void {
  if (shown !== undefined) vscode.setState({ uri: shown.uri, ...(camera && { camera }), list: asList });
}

/** Shows which step the cursor is in, which arrows it has, and where the focus would go. */
function mark(): void {
  for (const each of page.world.querySelectorAll<SVGGElement>('.node[role]')) {
    const id = each.dataset.id;
    each.tabIndex = id === current ? 0 : -1;
    if (id === atCursor) each.setAttribute('aria-current', 'true');
    else each.removeAttribute('aria-current');
  }
  for (const each of page.world.querySelectorAll<SVGPathElement>('.edge'))
    each.classList.toggle('near', each.dataset.from === atCursor || each.dataset.to === atCursor);
  for (const each of page.list.querySelectorAll<HTMLElement>('[data-id]'))
    each.toggleAttribute('aria-current', each.dataset.id === atCursor);
}

function reveal(id: string): void {
  const place = placed?.nodes.find(({ node }) => node.id === id);
  if (place === undefined || camera === undefined || page.stage.hidden) return;
  const next = revealing(camera, { ...place, height: Math.min(place.height, 120) }, viewSize());
  if (next.x === camera.x && next.y === camera.y) return;
  camera = next;
  look(true);
}

function focusOn(id: string): void {
  current = id;
  mark();
  const target = asList ? page.list.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) : nodeElement(id);
  target?.focus({ preventScroll: true });
  reveal(id);
}

function openText(id: string): void {
  const node = placed?.nodes.find((each) => each.node.id === id)?.node;
  const range = node?.selection ?? node?.range;
  if (range !== undefined) post({ type: 'open', range });
}

function zoom(factor: number, at?: { x: number; y: number }): void {
  const { width, height } = viewSize();
  if (camera !== undefined) camera = zoomed(camera, factor, at ?? { x: width / 2, y: height / 2 });
  look();
}

function showAll(): void {
  if (placed !== undefined) camera = whole(placed, viewSize());
  look(true);
}

function exportFile(): void {
  if (placed === undefined || shown === undefined) return;
  const theme = getComputedStyle(document.documentElement);
  const colours = resolved(drawingStyle, (variable) => theme.getPropertyValue(variable));
  post({ type: 'export', svg: standalone(placed, `Graph of ${shown.name}`, colours) });
}

addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  if (data.type === 'note') {
    page.note.textContent = data.text;
    page.note.hidden = false;
  } else if (data.type === 'run') {
    run = data;
    draw();
  } else if (data.type === 'focus') {
    if (current !== undefined) focusOn(current);
  } else if (data.type === 'picture') {
    const other = data.uri !== (shown?.uri ?? kept?.uri);
    if (other) {
      camera = undefined;
      index = 0;
      current = undefined;
      atCursor = undefined;
    }
    shown = data;
    if (graph() === undefined) index = 0;
    draw();
  } else if (shown?.uri === data.uri) {
    const at = graphAt(shown.picture, data.position);
    if (at !== undefined && at !== index) {
      index = at;
      camera = undefined;
      draw();
    }
    const body = graph();
    atCursor = body && nodeAt(body, data.position)?.id;
    // The keyboard goes on from where the cursor is, unless it is in use here.
    if (atCursor !== undefined && !page.stage.contains(document.activeElement)) current = atCursor;
    mark();
    if (atCursor !== undefined) reveal(atCursor);
  }
});

watchGestures(page.stage, {
  camera: () => camera,
  move(to) {
    camera = to;
    look();
  },
  walk(from, direction) {
    const to = placed && walk(placed, from ?? current, direction);
    if (to !== undefined) focusOn(to);
  },
  open(id) {
    focusOn(id);
    openText(id);
  },
  zoom,
  showAll,
});
page.world.addEventListener('focusin', ({ target }) => {
  const id = idOf(target);
  if (id === undefined || id === current) return;
  current = id;
  mark();
});
page.list.addEventListener('click', ({ target }) => {
  const id = idOf(target);
  if (id !== undefined) openText(id);
});

page.which.addEventListener('change', () => {
  index = Number(page.which.value);
  camera = undefined;
  current = undefined;
  draw();
});
page.in.addEventListener('click', () => zoom(1.25));
page.out.addEventListener('click', () => zoom(0.8));
page.fit.addEventListener('click', showAll);
page.export.addEventListener('click', exportFile);
page.asList.addEventListener('click', () => {
  asList = !asList;
  draw();
  keep();
});
// A view that was hidden while it was drawn has had no size to fit into.
new ResizeObserver(() => {
  if (placed !== undefined && camera === undefined && page.stage.clientWidth > 0) {
    camera = readable(placed, viewSize());
    look();
  }
}).observe(page.stage);

draw();
post({ type: 'ready' });
