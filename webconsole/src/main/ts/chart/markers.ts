import type uPlot from 'uplot';
import { colour } from '../app/theme';

/** Something that happened at a moment, such as a deployment. */
export interface Marker {
  readonly seconds: number;
  readonly label: string;
  readonly bad: boolean;
}

function drawOne(u: uPlot, { seconds, bad }: Marker): void {
  const { min, max } = u.scales['x'] ?? {};
  if (min === undefined || max === undefined || min === null || max === null || seconds < min || seconds > max) return;
  const x = Math.round(u.valToPos(seconds, 'x', true)) + 0.5;
  const { top, height } = u.bbox;
  const { ctx } = u;
  ctx.strokeStyle = ctx.fillStyle = colour(bad ? '--bad' : '--accent');
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x - 4, top);
  ctx.lineTo(x + 4, top);
  ctx.lineTo(x, top + 6);
  ctx.fill();
}

/** Draws a dashed line with a head at each marker. */
export function markers(list: () => readonly Marker[]): uPlot.Plugin {
  return {
    hooks: {
      draw: (u) => {
        u.ctx.save();
        list().forEach((marker) => drawOne(u, marker));
        u.ctx.restore();
      },
    },
  };
}
