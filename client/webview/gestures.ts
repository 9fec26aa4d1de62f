/** Mouse, wheel and keys on the graph, turned into what they ask for. */

import type { Camera } from './camera.ts';
import type { Point } from './layout.ts';
import type { Direction } from './walk.ts';

export interface Gestures {
  camera(): Camera | undefined;
  move(camera: Camera): void;
  /** Larger or smaller around a point of the stage; around its middle without one. */
  zoom(factor: number, at?: Point): void;
  showAll(): void;
  walk(from: string | undefined, direction: Direction): void;
  open(id: string): void;
}

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

/** The step that an element of the picture or of the list belongs to. */
export function idOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement | SVGGElement>('[data-id]')?.dataset.id : undefined;
}

export function watchGestures(stage: HTMLElement, gestures: Gestures): void {
  watchKeys(stage, gestures);
  watchWheel(stage, gestures);
  watchPointer(stage, gestures);
}

function watchKeys(stage: HTMLElement, { open, showAll, walk, zoom }: Gestures): void {
  stage.addEventListener('keydown', (event) => {
    const { key } = event;
    const direction = directions[key];
    const id = idOf(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction !== undefined) walk(id, direction);
    else if ((key === 'Enter' || key === ' ') && id !== undefined) open(id);
    else if (key === '+' || key === '=') zoom(1.25);
    else if (key === '-') zoom(0.8);
    else if (key === '0') showAll();
    else return;
    event.preventDefault();
  });
}

function watchWheel(stage: HTMLElement, { camera, move, zoom }: Gestures): void {
  const turned = (event: WheelEvent): void => {
    event.preventDefault();
    const { left, top } = stage.getBoundingClientRect();
    // Two fingers that spread arrive as a wheel with Ctrl.
    if (event.ctrlKey || event.metaKey) {
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
      return;
    }
    const [dx, dy] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    const from = camera();
    if (from !== undefined) move({ ...from, x: from.x - dx, y: from.y - dy });
  };
  stage.addEventListener('wheel', turned, { passive: false });
}

function watchPointer(stage: HTMLElement, { camera, move, open }: Gestures): void {
  let drag: (Point & { from: Camera; id: string | undefined; moved: boolean }) | undefined;
  stage.addEventListener('pointerdown', (event) => {
    const from = camera();
    if (event.button !== 0 || from === undefined) return;
    drag = { x: event.clientX, y: event.clientY, from, id: idOf(event.target), moved: false };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (drag === undefined) return;
    const [dx, dy] = [clientX - drag.x, clientY - drag.y];
    // A hand trembles when it clicks.
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    drag.moved = true;
    stage.classList.add('dragging');
    move({ ...drag.from, x: drag.from.x + dx, y: drag.from.y + dy });
  });
  const ended = ({ type }: PointerEvent): void => {
    const last = drag;
    drag = undefined;
    stage.classList.remove('dragging');
    if (type === 'pointerup' && last?.id !== undefined && !last.moved) open(last.id);
  };
  stage.addEventListener('pointerup', ended);
  stage.addEventListener('pointercancel', ended);
  // A screen reader clicks without a pointer.
  stage.addEventListener('click', ({ detail, target }) => {
    const id = idOf(target);
    if (detail === 0 && id !== undefined) open(id);
  });
}
