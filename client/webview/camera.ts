/** Which part of the graph is seen, and how large: a scale, and where the corner of the graph lies on the screen. Pure. */

import type { Box, Point } from './layout.ts';

export interface Camera extends Point {
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

const least = 0.1;
const most = 4;
const margin = 24;

/** The whole graph in the middle of the view; never larger than life. */
export function whole(graph: Size, view: Size): Camera {
  const scale = clamp(Math.min(view.width / graph.width, view.height / graph.height, 1) || 1);
  return { scale, x: (view.width - graph.width * scale) / 2, y: Math.max(0, (view.height - graph.height * scale) / 2) };
}

/** The width of the graph in the view, from its top; for a first look at a long one, which would be too small to read. */
export function readable(graph: Size, view: Size): Camera {
  const all = whole(graph, view);
  if (all.scale >= 0.65) return all;
  const scale = clamp(Math.min(1, Math.max(0.65, view.width / graph.width)));
  return { scale, x: (view.width - graph.width * scale) / 2, y: 0 };
}

/** Larger or smaller by a factor, with the point of the screen staying where it is. */
export function zoomed({ x, y, scale }: Camera, factor: number, at: Point): Camera {
  const next = clamp(scale * factor);
  const by = next / scale;
  return { scale: next, x: at.x - (at.x - x) * by, y: at.y - (at.y - y) * by };
}

/** Moved as little as it takes to see a box of the graph. */
export function revealing(camera: Camera, box: Box, view: Size): Camera {
  const { scale } = camera;
  const shift = (low: number, high: number, size: number): number => {
    if (low >= margin && high <= size - margin) return 0;
    // A box larger than the view shows its beginning.
    return low < margin || high - low > size - 2 * margin ? margin - low : size - margin - high;
  };
  const [left, top] = [camera.x + box.x * scale, camera.y + box.y * scale];
  return {
    scale,
    x: camera.x + shift(left, left + box.width * scale, view.width),
    y: camera.y + shift(top, top + box.height * scale, view.height),
  };
}

function clamp(scale: number): number {
  return Math.min(most, Math.max(least, scale));
}
