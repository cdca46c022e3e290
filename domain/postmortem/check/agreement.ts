import type { Claim, CountClaim, DurationClaim, InstantClaim, ShareClaim } from '#domain/postmortem/claims/claim';
import { type Fact, roleOf } from '#domain/postmortem/facts';
import { DAY_MS } from '#domain/time/calendar';

const MINUTE_MS = 60_000;
const PERCENT = 10_000;
const MILLION = 1_000_000;
/** "Shortly after 13:20" and "by 14:30" are at most this far from the fact. */
const NEAR_MS = 30 * MINUTE_MS;

/** How far a fact may be from a claim: fact minus claim, both ends included. */
type Slack = { low: number; high: number };

/** Returns whether a fact is what a claim says, as precisely as it is written. */
export function agrees(claim: Claim, fact: Fact): boolean {
  if (claim.approximation === 'range') return false;
  if (claim.kind === 'count' && claim.of !== null && fact.of !== undefined && claim.of !== fact.of) return false;
  const { low, high } = slackOf(claim, fact);
  const difference = differenceTo(claim, fact.value);
  return difference !== null && difference >= low && difference <= high;
}

/** Returns whether "over 60 minutes" or "less than 90 %" is true for a value, however far away that is. */
export function isTrueFor(claim: Claim, value: number): boolean {
  const difference = differenceTo(claim, value);
  if (difference === null) return false;
  return claim.approximation === 'over' ? difference >= 0 : claim.approximation === 'under' && difference <= 0;
}

/** Returns a value minus the claim. Of the possible values of a time the nearest counts; null if its zone can't be read. */
export function differenceTo(claim: Claim, value: number): number | null {
  if (claim.kind !== 'instant') return value - claim.value;
  const differences = claim.times.flatMap((time) =>
    claim.offsets.flatMap((offset) => {
      const ofDay = time - offset * MINUTE_MS;
      return claim.days.length > 0 ? claim.days.map((day) => value - day - ofDay) : [withinHalfDay(value - ofDay)];
    }),
  );
  return differences.reduce<number | null>((a, b) => (a === null || Math.abs(b) < Math.abs(a) ? b : a), null);
}

/** Returns a difference of times of day: from minus to plus half a day. */
export function withinHalfDay(ms: number): number {
  const rest = ((ms % DAY_MS) + DAY_MS) % DAY_MS;
  return rest > DAY_MS / 2 ? rest - DAY_MS : rest;
}

function slackOf(claim: Claim, fact: Fact): Slack {
  if (claim.kind === 'instant') return instantSlack(claim);
  if (claim.kind === 'duration') return durationSlack(claim);
  return claim.kind === 'count' ? countSlack(claim) : shareSlack(claim, roleOf(fact.key) === 'budget.share');
}

function instantSlack({ stepMs, approximation, times }: InstantClaim): Slack {
  const exact = stepMs - 1;
  const around = stepMs > MINUTE_MS ? stepMs / 2 : Math.max(exact, roundTimeMs(times[0] ?? 0));
  switch (approximation) {
    case 'about':
      return { low: -around, high: around };
    case 'nearly':
      return { low: -around, high: exact };
    case 'over':
      return { low: -exact, high: NEAR_MS };
    case 'under':
      return { low: -NEAR_MS, high: exact };
    default:
      return { low: -exact, high: exact };
  }
}

/** "Around 13:00" may be 15 minutes off, "around 13:20" 5, "around 13:21" 2. */
function roundTimeMs(time: number): number {
  const minutes = Math.round(time / MINUTE_MS);
  return (
    MINUTE_MS * (minutes % 60 === 0 ? 15 : minutes % 30 === 0 ? 10 : minutes % 10 === 0 ? 5 : minutes % 5 === 0 ? 3 : 2)
  );
}

function durationSlack({ value, belowMs, aboveMs, approximation }: DurationClaim): Slack {
  const around = Math.max(aboveMs, roundDurationMs(value));
  return softened(approximation, { value, exact: { low: -belowMs, high: aboveMs }, around });
}

/** "About 2 hours" may be half an hour off, "about 30 minutes" a quarter, "about 70 minutes" 5, "about 45 minutes" 3, other minutes 2. */
function roundDurationMs(value: number): number {
  const minutes = value / MINUTE_MS;
  if (minutes < 1) return value / 10;
  if (minutes % 60 === 0 && minutes > 60) return 30 * MINUTE_MS;
  if (minutes % 30 === 0) return 15 * MINUTE_MS;
  return MINUTE_MS * (minutes % 10 === 0 ? 5 : minutes % 5 === 0 ? 3 : minutes > 10 ? 2 : 1);
}

function shareSlack({ kind, value, step, isFraction, approximation }: ShareClaim, mayBeRoundedUp: boolean): Slack {
  if (kind === 'uptime' && value === MILLION) return { low: 0, high: 0 }; // 100 % is an uptime without any downtime
  if (isFraction) return softened(approximation, { value, exact: { low: -step, high: step }, around: step });
  const exact = { low: mayBeRoundedUp ? 1 - step : -step / 2, high: step - 1 };
  const isRound = step === PERCENT && kind === 'share';
  const tens = isRound && value % (10 * PERCENT) === 0 ? 5 : isRound && value % (5 * PERCENT) === 0 ? 3 : 1;
  const slack = softened(approximation, { value, exact, around: kind === 'uptime' ? step : tens * PERCENT });
  return kind === 'uptime' && approximation === 'over' ? { ...slack, high: MILLION } : slack;
}

function countSlack({ value, approximation }: CountClaim): Slack {
  const around = value % 100 === 0 ? 50 : value % 50 === 0 ? 25 : value % 10 === 0 ? 5 : 2;
  return softened(approximation, { value, exact: { low: 0, high: 0 }, around: Math.min(around, value / 4) });
}

type Softening = { value: number; exact: Slack; around: number };

/** "Over" reaches up to twice the value, "under" down to half of it: what is further away is true but not meant. */
function softened(approximation: Claim['approximation'], { value, exact, around }: Softening): Slack {
  switch (approximation) {
    case 'about':
      return { low: -around, high: around };
    case 'nearly':
      return { low: -around, high: exact.high };
    case 'over':
      return { low: Math.max(exact.low, 1 - MINUTE_MS), high: value };
    case 'under':
      return { low: -value / 2, high: Math.min(exact.high, MINUTE_MS - 1) };
    default:
      return exact;
  }
}
