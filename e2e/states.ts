import type { Mood, Phase } from './sender.ts';
import type { PolicyChange } from './stage.ts';

export type StateCase = {
  name: string;
  /** The probes of the state, in phases. Without phases, there was no probe. */
  phases: readonly Phase[];
  /** Seconds since the last probe. With 0, probes continue. */
  untilAgoS: number;
  /** The headline, with `@` for its first time and `#` for an earlier one. */
  headline: string;
  /** Seconds since the time `@`. */
  sinceAgoS: number | null;
  /** Seconds since the time `#`. */
  earlierAgoS?: number;
  indicator: 'none' | 'minor' | 'major' | 'critical';
  /** Lengthens a phase that would end during the tests of this state. */
  policy?: PolicyChange;
};

/** Longer than the tests of one state. */
const LONG_MS = 1_800_000;
const OPERATIONAL: Mood = {};
const OPERATIONAL_FROM_S = 240;

function now(name: string, mood: Mood, headline: string, indicator: StateCase['indicator'], agoS = 120): StateCase {
  const phases = [
    { agoS: OPERATIONAL_FROM_S, mood: OPERATIONAL },
    { agoS, mood },
  ];
  return { name, phases, untilAgoS: 0, headline, sinceAgoS: agoS, indicator };
}

const MAJOR: Mood = { serving: { down: 6 }, analytics: { down: 10 } };

/** Every state of the page. An outage is confirmed after 30 s and ends after 60 s without failures. */
export const STATES: readonly StateCase[] = [
  {
    name: 'not monitored',
    phases: [],
    untilAgoS: 0,
    headline: 'Not monitored yet',
    sinceAgoS: null,
    indicator: 'minor',
  },
  { ...now('operational', OPERATIONAL, 'All systems operational', 'none'), sinceAgoS: null },
  {
    ...now(
      'possible problem',
      { serving: { down: 4 } },
      'Serving: monitoring sees a possible problem since @; not confirmed yet',
      'none',
      2,
    ),
    policy: { confirm_for_ms: LONG_MS },
  },
  now('degraded', { serving: { degraded: 1 } }, 'Serving is degraded since @', 'minor'),
  now('partial outage', { serving: { down: 3 } }, 'Serving is partly down since @', 'minor'),
  now('major outage', MAJOR, 'Serving and Analytics are down since @', 'critical'),
  {
    name: 'recovering',
    phases: [
      { agoS: 300, mood: OPERATIONAL },
      { agoS: 200, mood: { serving: { down: 3 } } },
      { agoS: 5, mood: OPERATIONAL },
    ],
    untilAgoS: 0,
    headline: 'Serving is recovering since @; partly down from #',
    sinceAgoS: 5,
    earlierAgoS: 200,
    indicator: 'minor',
    policy: { recover_for_ms: LONG_MS },
  },
  // A source is silent from 30 s after its last probe.
  {
    name: 'no data',
    phases: [{ agoS: 400, mood: OPERATIONAL }],
    untilAgoS: 120,
    headline: 'Monitoring data is missing since @; whether it works cannot be said',
    sinceAgoS: 90,
    indicator: 'minor',
  },
];

/** Formats a time as "13:20 UTC", with its date unless it is today. */
function formatMoment(at: number, today: number): string {
  const iso = new Date(at).toISOString();
  const clock = `${iso.slice(11, 16)} UTC`;
  if (iso.slice(0, 10) === new Date(today).toISOString().slice(0, 10)) return clock;
  return `${clock} on ${new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(at)}`;
}

/** Returns the expected headline of a state whose probes were sent at `stagedAt`. */
export function headlineOf(
  { headline, sinceAgoS, earlierAgoS = 0 }: Pick<StateCase, 'headline' | 'sinceAgoS' | 'earlierAgoS'>,
  stagedAt: number,
): string {
  const ago = (seconds: number) => formatMoment(stagedAt - seconds * 1000, Date.now());
  return headline.replace('@', ago(sinceAgoS ?? 0)).replace('#', ago(earlierAgoS));
}
