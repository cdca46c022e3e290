import type { DayFigures } from '#domain/site/summary';

/** Maps the worst status of a day to its bar: percent of the height, so that a bar shows its status also without colour, and classes of its fill. */
export const DAY_SHAPES: Record<DayFigures['worst'], { height: number; fill: string }> = {
  operational: { height: 62, fill: 'fill-ok-bar' },
  degraded_performance: { height: 74, fill: 'fill-deg-bar' },
  partial_outage: { height: 86, fill: 'fill-par-bar' },
  major_outage: { height: 100, fill: 'fill-maj-bar' },
  unknown: { height: 62, fill: 'fill-surface stroke-unk-bar' },
  not_monitored: { height: 8, fill: 'fill-line' },
};
