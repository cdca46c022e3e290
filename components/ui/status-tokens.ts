import type { Tone } from '#domain/measurement/tone';
import { STATUS_MARKS } from '#domain/site/status-icons';
import { en } from '#messages/en/site';

/** `icon`: strokes in a 24 × 24 box. `barHeight`: out of 32, so that the bar of a day shows its status not by colour only. */
type StatusToken = { label: string; icon: string; ink: string; edge: string; bar: string; barHeight: number };

const HOLLOW = 'fill-surface stroke-unk-bar';

/** Maps each status to its label, icon and colour. The only such table. */
export const STATUS_TOKENS: Record<Tone, StatusToken> = {
  operational: {
    label: en.label.operational,
    icon: STATUS_MARKS.operational.icon,
    ink: 'text-ok-ink',
    edge: 'border-ok-solid',
    bar: 'fill-ok-bar',
    barHeight: 14,
  },
  degraded_performance: {
    label: en.label.degraded_performance,
    icon: STATUS_MARKS.degraded_performance.icon,
    ink: 'text-deg-ink',
    edge: 'border-deg-solid',
    bar: 'fill-deg-bar',
    barHeight: 20,
  },
  partial_outage: {
    label: en.label.partial_outage,
    icon: STATUS_MARKS.partial_outage.icon,
    ink: 'text-par-ink',
    edge: 'border-par-solid',
    bar: 'fill-par-bar',
    barHeight: 26,
  },
  major_outage: {
    label: en.label.major_outage,
    icon: STATUS_MARKS.major_outage.icon,
    ink: 'text-maj-ink',
    edge: 'border-maj-solid',
    bar: 'fill-maj-bar',
    barHeight: 32,
  },
  unknown: {
    label: en.label.unknown,
    icon: STATUS_MARKS.unknown.icon,
    ink: 'text-unk-ink',
    edge: 'border-unk-solid',
    bar: HOLLOW,
    barHeight: 14,
  },
  not_monitored: {
    label: en.label.not_monitored,
    icon: STATUS_MARKS.not_monitored.icon,
    ink: 'text-unk-ink',
    edge: 'border-unk-solid',
    bar: HOLLOW,
    barHeight: 4,
  },
  possible: {
    label: en.label.possible,
    icon: STATUS_MARKS.possible.icon,
    ink: 'text-deg-ink',
    edge: 'border-deg-solid',
    bar: 'fill-deg-bar',
    barHeight: 20,
  },
  incident: {
    label: en.label.incident,
    icon: STATUS_MARKS.incident.icon,
    ink: 'text-deg-ink',
    edge: 'border-deg-solid',
    bar: 'fill-deg-bar',
    barHeight: 20,
  },
};
