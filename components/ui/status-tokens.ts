import type { Mark } from '#domain/site/status-shapes';
import { en } from '#messages/en/site';

/** Classes of one tone. `ink`: words; `solid`: icons; `edge`: a border in the colour of the icon; `hero`: a solid banner. */
export type ToneClasses = { ink: string; solid: string; tint: string; line: string; edge: string; hero?: string };

const OK: ToneClasses = {
  ink: 'text-ok-ink',
  solid: 'text-ok-solid',
  tint: 'bg-ok-tint',
  line: 'border-ok-line',
  edge: 'border-ok-solid',
};
const DEG: ToneClasses = {
  ink: 'text-deg-ink',
  solid: 'text-deg-solid',
  tint: 'bg-deg-tint',
  line: 'border-deg-line',
  edge: 'border-deg-solid',
};
const PAR: ToneClasses = {
  ink: 'text-par-ink',
  solid: 'text-par-solid',
  tint: 'bg-par-tint',
  line: 'border-par-line',
  edge: 'border-par-solid',
  hero: 'hero hero-par',
};
const MAJ: ToneClasses = {
  ink: 'text-maj-ink',
  solid: 'text-maj-solid',
  tint: 'bg-maj-tint',
  line: 'border-maj-line',
  edge: 'border-maj-solid',
  hero: 'hero hero-maj',
};
const UNK: ToneClasses = {
  ink: 'text-unk-ink',
  solid: 'text-unk-solid',
  tint: 'bg-unk-tint',
  line: 'border-unk-line',
  edge: 'border-unk-solid',
};
const MNT: ToneClasses = {
  ink: 'text-mnt-ink',
  solid: 'text-mnt-solid',
  tint: 'bg-mnt-tint',
  line: 'border-mnt-line',
  edge: 'border-mnt-solid',
};

/** Maps each status to its label and colours. The only such table; shapes are in domain/site/status-shapes.ts. */
export const STATUS_TOKENS: Record<Mark, ToneClasses & { label: string }> = {
  operational: { label: en.label.operational, ...OK },
  degraded_performance: { label: en.label.degraded_performance, ...DEG },
  partial_outage: { label: en.label.partial_outage, ...PAR },
  major_outage: { label: en.label.major_outage, ...MAJ },
  unknown: { label: en.label.unknown, ...UNK },
  not_monitored: { label: en.label.not_monitored, ...UNK },
  possible: { label: en.label.possible, ...DEG },
  incident: { label: en.label.incident, ...DEG },
  maintenance: { label: en.label.maintenance, ...MNT },
};

/** The classes of callouts, which also have the accent's colour. */
export const CALLOUT_TONES = {
  ok: OK,
  deg: DEG,
  maj: MAJ,
  unk: UNK,
  mnt: MNT,
  accent: {
    ink: 'text-accent',
    solid: 'text-accent',
    tint: 'bg-accent-tint',
    line: 'border-accent-tint',
    edge: 'border-accent',
  },
} as const satisfies Record<string, ToneClasses>;
