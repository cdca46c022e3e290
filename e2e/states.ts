import type { Mood, Phase } from './sender.ts';
import type { PolicyChange } from './stage.ts';

export type StateCase = {
  name: string;
  /** The probes of the state, in phases. Without phases, there was no probe. */
  phases: readonly Phase[];
  /** Seconds since the last probe. With 0, probes continue. */
  untilAgoS: number;
  headline: string;
  /** The line below the headline, with `@` for its first time, `#` for an earlier one and `%` for a duration. */
  lead: string;
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

type Said = Pick<StateCase, 'headline' | 'lead'>;

function now(name: string, mood: Mood, said: Said, indicator: StateCase['indicator'], agoS = 120): StateCase {
  const phases = [
    { agoS: OPERATIONAL_FROM_S, mood: OPERATIONAL },
    { agoS, mood },
  ];
  return { name, phases, untilAgoS: 0, ...said, sinceAgoS: agoS, indicator };
}

const MAJOR: Mood = { serving: { down: 6 }, analytics: { down: 10 } };

/** Every state of the page. An outage is confirmed after 30 s and ends after 60 s without failures. */
export const STATES: readonly StateCase[] = [
  {
    name: 'not monitored',
    phases: [],
    untilAgoS: 0,
    headline: 'Not monitored yet',
    lead: 'No monitoring data has been received yet.',
    sinceAgoS: null,
    indicator: 'minor',
  },
  { ...now('operational', OPERATIONAL, { headline: 'All systems operational', lead: '' }, 'none'), sinceAgoS: null },
  {
    ...now(
      'possible problem',
      { serving: { down: 4 } },
      { headline: 'Possible problem with Serving', lead: 'Monitoring shows failures since @, not confirmed yet.' },
      'none',
      2,
    ),
    policy: { confirm_for_ms: LONG_MS },
  },
  now(
    'degraded',
    { serving: { degraded: 1 } },
    { headline: 'Serving is degraded', lead: 'Since @, %. Analytics is operational.' },
    'minor',
  ),
  now(
    'partial outage',
    { serving: { down: 3 } },
    { headline: 'Serving is partly down', lead: 'Since @, %. Analytics is operational.' },
    'minor',
  ),
  now('major outage', MAJOR, { headline: 'Serving and Analytics are down', lead: 'Since @, %.' }, 'critical'),
  {
    name: 'recovering',
    phases: [
      { agoS: 300, mood: OPERATIONAL },
      { agoS: 200, mood: { serving: { down: 3 } } },
      { agoS: 5, mood: OPERATIONAL },
    ],
    untilAgoS: 0,
    headline: 'Serving is recovering',
    lead: 'Since @. It was partly down from #, %. Analytics is operational.',
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
    headline: 'Current status unknown',
    lead: 'No monitoring data since @.',
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

/** Returns what the line below the headline looks like for a state whose probes were sent at `stagedAt`. Seconds of times are not compared. */
export function leadOf(
  { lead, sinceAgoS, earlierAgoS = 0 }: Pick<StateCase, 'lead' | 'sinceAgoS' | 'earlierAgoS'>,
  stagedAt: number,
): RegExp {
  const ago = (seconds: number) =>
    formatMoment(stagedAt - seconds * 1000, Date.now()).replace(' UTC', '(:\\d\\d)? UTC');
  const text = lead.replace(/[.]/g, '\\.').replace('%', '\\d+ (s|min)');
  return new RegExp(`^${text.replace('@', ago(sinceAgoS ?? 0)).replace('#', ago(earlierAgoS))}$`);
}
