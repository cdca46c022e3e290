import type { Status } from '#domain/status';
import type { ComponentSummary } from '#domain/summary';
import { en } from '../messages/en.ts';

/** What can be seen of a component: its status, or calm with an unconfirmed problem, which is not shown as calm. */
export type Tone = Status | 'possible';

/** `icon`: strokes in a 24 × 24 box. `barHeight`: of 32, so that a day's bar does not speak by colour alone. */
export type StatusToken = { label: string; icon: string; ink: string; edge: string; bar: string; barHeight: number };

const RING = 'M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19z';
const TRIANGLE = 'M12 3l10 18H2z';
const OCTAGON = 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z';
const HOLLOW = 'fill-paper stroke-unknown';

/** The one table from status to label, icon and colour. */
export const STATUS_TOKENS: Record<Tone, StatusToken> = {
  operational: {
    label: en.label.operational,
    icon: `${RING}M7.5 12.5l3 3l6-6.5`,
    ink: 'text-operational',
    edge: 'border-operational',
    bar: 'fill-operational',
    barHeight: 14,
  },
  degraded_performance: {
    label: en.label.degraded_performance,
    icon: `${TRIANGLE}M12 10v5M12 17.5v.5`,
    ink: 'text-degraded',
    edge: 'border-degraded',
    bar: 'fill-degraded',
    barHeight: 20,
  },
  partial_outage: {
    label: en.label.partial_outage,
    icon: `${OCTAGON}M12 7v6.5M12 16.5v.5`,
    ink: 'text-partial',
    edge: 'border-partial',
    bar: 'fill-partial',
    barHeight: 26,
  },
  major_outage: {
    label: en.label.major_outage,
    icon: `${OCTAGON}M8.5 8.5l7 7M15.5 8.5l-7 7`,
    ink: 'text-major',
    edge: 'border-major',
    bar: 'fill-major',
    barHeight: 32,
  },
  unknown: {
    label: en.label.unknown,
    icon: `${RING}M9 9.5a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9M12 17v.5`,
    ink: 'text-unknown',
    edge: 'border-unknown',
    bar: HOLLOW,
    barHeight: 14,
  },
  not_monitored: { label: en.label.not_monitored, icon: `${RING}M8 12h8`, ink: 'text-unknown', edge: 'border-unknown', bar: HOLLOW, barHeight: 4 },
  possible: {
    label: en.label.possible,
    icon: 'M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12zM12 9a3 3 0 1 1 0 6a3 3 0 1 1 0-6z',
    ink: 'text-degraded',
    edge: 'border-degraded',
    bar: 'fill-degraded',
    barHeight: 20,
  },
};

/** The tone of a component: an unconfirmed problem is not calm. */
export function toneOf(component: Pick<ComponentSummary, 'status' | 'phase'>): Tone {
  return component.status === 'operational' && component.phase !== 'steady' ? 'possible' : component.status;
}
