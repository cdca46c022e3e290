import type { Instant } from '#domain/time/interval';

/** What a figure in a text can be. Values: instants in ms since the epoch, durations in ms, shares and uptimes in millionths, counts as numbers. */
export const CLAIM_KINDS = ['instant', 'duration', 'share', 'count', 'uptime'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** Where a fact comes from. `calculated`: from monitoring data, like uptime and budget. `incident`: what staff entered, like updates. */
export const FACT_SOURCES = ['monitoring', 'calculated', 'incident', 'deliveries'] as const;
export type FactSource = (typeof FACT_SOURCES)[number];

/**
 * What facts are about: the key without the component, and without the numbers of episodes and updates. Each line names the kind of its facts. Instants of
 * updates and timeline entries are compared with texts, but are no live references.
 */
export const FACT_ROLES = {
  'episode.start': 'instant',
  'episode.end': 'instant',
  'episode.duration': 'duration',
  'episode.peak': 'share',
  'episode.instances': 'count',
  downtime: 'duration',
  episodes: 'count',
  peak: 'share',
  instances: 'count',
  confirmed: 'instant',
  detected: 'instant',
  'detected.after': 'duration',
  published: 'instant',
  'published.after': 'duration',
  acknowledged: 'instant',
  identified: 'instant',
  resolved: 'instant',
  updates: 'count',
  uptime: 'uptime',
  target: 'uptime',
  'budget.allowed': 'duration',
  'budget.used': 'duration',
  'budget.over': 'duration',
  'budget.left': 'duration',
  'budget.share': 'share',
  recipients: 'count',
  update: 'instant',
  timeline: 'instant',
} as const satisfies Record<string, ClaimKind>;
export type FactRole = keyof typeof FACT_ROLES;

/**
 * A figure of the record. `key`: its live reference, like `downtime`, `episode.1.start` or `serving/episode.1.start`. `of`: the whole of a count, like all
 * instances. `component`: its slug if the fact is about that component only; null for the whole incident. `period`: the month ("2022-03") or year ("2022")
 * of an uptime or a budget.
 */
export type Fact = {
  key: string;
  kind: ClaimKind;
  value: number;
  of?: number;
  component: string | null;
  source: FactSource;
  period?: string;
};

/** A component of the catalogue. Texts may name any of them, so the record lists all. `isAffected`: it belongs to an incident of the post-mortem. */
export type RecordComponent = { slug: string; name: string; isAffected: boolean };

/** What a text is checked against. `from`, `to`: the start of the first and the end of the last episode. Figures count until `evaluatedUntil`. */
export type PostmortemRecord = {
  facts: readonly Fact[];
  components: readonly RecordComponent[];
  from: Instant;
  to: Instant;
  evaluatedUntil: Instant;
};

/** `contradicts`: it disagrees with another figure of the same text. `not_in_record`: nothing to compare it with. */
export const VERDICTS = ['match', 'differs', 'contradicts', 'not_in_record'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The likely cause of a difference: an hour or more off, a local time that is not UTC, or two digits swapped. */
export const HINTS = ['hours_off', 'local_time', 'digits_swapped'] as const;
export type Hint = (typeof HINTS)[number];

/**
 * A figure of a text with its verdict. Offsets are in UTF-16 units; `text` is the text from `start` to `end`. `claimed` and `recorded`: both values, formatted.
 * `suggestion`: what to write instead, in the manner of the text; null if there is nothing to suggest. `fact`: the key of the fact it was compared with.
 * `source`: that of the fact, or `text` if the other value comes from the same text. `other`: the passage that a contradiction
 * is with, in the text with the index `part`.
 */
export type Finding = {
  start: number;
  end: number;
  text: string;
  kind: ClaimKind;
  claimed: string;
  recorded: string | null;
  verdict: Verdict;
  suggestion: string | null;
  fact: string | null;
  source: FactSource | 'text' | null;
  hint: Hint | null;
  other: { part: number; start: number; end: number } | null;
  sentence: { start: number; end: number };
};

const KEY = /^(?:([a-z0-9-]+)\/)?([a-z]+)(?:\.[0-9-]+)?(?:\.([a-z]+))?$/;
const PERIOD_KEYS = new Set(['month', 'year']);

/** Returns what a fact is about, or null for an unknown key: `episode.1.start` and `serving/episode.2.start` are both `episode.start`. */
export function roleOf(key: string): FactRole | null {
  const [, , first = '', last] = KEY.exec(key) ?? [];
  const role = last === undefined || PERIOD_KEYS.has(last) ? first : `${first}.${last}`;
  return isRole(role) ? role : null;
}

function isRole(role: string): role is FactRole {
  return Object.hasOwn(FACT_ROLES, role);
}
