import type { Instant } from '#domain/time/interval';

/** How a claim is softened: "about 70 minutes", "nearly 80", "over an hour", "less than 90 minutes". `range`: one end of "10–15 minutes". */
export type Approximation = 'about' | 'nearly' | 'over' | 'under' | 'range';

type Place = { start: number; end: number };
/** Where a claim is: offsets in the text, its sentence, and its tokens from `first` up to `next`. */
type Base = Place & { sentence: number; first: number; next: number; approximation: Approximation | null };

/**
 * A time. `times`: its possible values in ms from midnight, as written. `offsets`: the possible offsets of its zone in minutes; none if its zone can't be read.
 * `days`: the midnights of its date; none for the days of the record. `hasOwnDay`: the date is written with it and not only in its sentence. `stepMs`: its last written unit. `clock`, `day`: the texts of the time and
 * of the number of the day. `range`: the other end of "15:06–15:14", as an index into the claims.
 */
export type InstantClaim = Base & {
  kind: 'instant';
  times: readonly number[];
  offsets: readonly number[];
  days: readonly Instant[];
  hasOwnDay: boolean;
  stepMs: number;
  hasZone: boolean;
  clock: Place;
  day: Place | null;
  range: { end: 'from' | 'to'; other: number } | null;
};

/** How a number is written: in digits with so many decimals, or in words. */
export type NumberManner = { style: 'digits' | 'words'; decimals: number; isGrouped: boolean };
/** How a duration is written: "78-minute" has a hyphen, "1h 10m" no space between number and unit. `and`: "an hour and ten minutes". */
export type DurationManner = NumberManner & {
  units: readonly { ms: number; text: string }[];
  gap: string;
  joint: string;
};

/** A duration in ms. `belowMs` and `aboveMs`: how far the true duration may be from it, as precise as it is written. */
export type DurationClaim = Base & {
  kind: 'duration';
  value: number;
  belowMs: number;
  aboveMs: number;
  manner: DurationManner;
};

/** A share or an uptime in millionths. `step`: one unit of its last decimal. `isFraction`: "two thirds" and "1 in 4". `sign`: "%" with the space before it. */
export type ShareClaim = Base & {
  kind: 'share' | 'uptime';
  value: number;
  step: number;
  isFraction: boolean;
  manner: NumberManner & { sign: string };
};

/** What is counted; `other` has no counterpart in the record. `unnamed`: "188 of 300". */
export type Counted = 'instances' | 'updates' | 'episodes' | 'recipients' | 'other' | 'unnamed';
/** A count. `of`: the whole in "188 of 300". `number`, `whole`: the texts of both numbers. */
export type CountClaim = Base & {
  kind: 'count';
  value: number;
  of: number | null;
  counted: Counted;
  manner: NumberManner;
  number: Place;
  whole: Place | null;
};

export type Claim = InstantClaim | DurationClaim | ShareClaim | CountClaim;
