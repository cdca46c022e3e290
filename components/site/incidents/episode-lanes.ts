import { incidentAxis, type PublicEpisode, type PublicIncident } from '#domain/incident/public-incident';
import { levelOf, type Status, statusOfLevel } from '#domain/measurement/status';
import type { Instant, Interval } from '#domain/time/interval';
import type { TickedSpan } from '#domain/time/time-ticks';
import type { Measured } from './incident-measured.tsx';

/** Components in the chart; the tables of monitoring data list all. */
const LANES_MAX = 6;
/** Intervals drawn per component, so that one that flaps for days stays a small page. */
const BLOCKS_MAX = 400;
/** Part of the axis below which an interval cannot be seen. */
const SEEN_SHARE = 1 / 1_000;

/** An outage of a component, as a label and as an entry of the list. `to` null: it has not ended. */
type LaneEpisode = { from: Instant; to: Instant | null; status: Status };
/** `blocks`: what monitoring measured in the time of the incident, oldest first. */
export type Lane = { slug: string; name: string; blocks: Interval<Status>[]; episodes: LaneEpisode[] };
/** `more`: components with failures that are not drawn. `updates`: times of published updates, oldest first. */
export type EpisodeLanes = { axis: TickedSpan; lanes: Lane[]; more: number; updates: Instant[] };

/** Returns the chart of an incident: the components that failed, on one axis with its updates. Null if none did. */
export function episodeLanes(
  incident: PublicIncident,
  measured: readonly Measured[],
  now: Instant,
): EpisodeLanes | null {
  const updates = incident.updates.map(({ occurredAt }) => occurredAt).sort((a, b) => a - b);
  const axis = incidentAxis(incident, now);
  const failed = incident.components
    .map(({ slug, name }) => laneOf(slug, name, incident.episodes, measured, now))
    .filter(({ slug, episodes }) => episodes.length > 0 || hasFailed(measured.find((one) => one.slug === slug)));
  if (failed.length === 0) return null;
  const lanes = failed.slice(0, LANES_MAX).map((lane) => ({ ...lane, blocks: visible(lane.blocks, axis) }));
  return { axis, lanes, more: failed.length - lanes.length, updates };
}

function laneOf(
  slug: string,
  name: string,
  all: readonly PublicEpisode[],
  measured: readonly Measured[],
  now: Instant,
): Lane {
  const episodes = all
    .filter(({ component }) => component === slug)
    .map(({ from, to, level }) => ({ from, to, status: statusOfLevel(level) }))
    .sort((a, b) => a.from - b.from);
  const course = measured.find((one) => one.slug === slug)?.course ?? [];
  // The record of an old incident may be gone, but its episodes remain.
  const blocks = course.length > 0 ? course : episodes.map((one) => ({ ...one, to: one.to ?? now }));
  return { slug, name, blocks, episodes };
}

function hasFailed(measured: Measured | undefined): boolean {
  return measured?.intervals.some(({ status }) => levelOf(status) > 0) ?? false;
}

function visible(blocks: readonly Interval<Status>[], axis: TickedSpan): Interval<Status>[] {
  const leastMs = (axis.to - axis.from) * SEEN_SHARE;
  return blocks.filter(({ from, to }) => to - from >= leastMs).slice(-BLOCKS_MAX);
}

/** Width of a character, icon and margins of a label in a chart 812 px wide, as parts of the axis. */
const CHARACTER_SHARE = 6.8 / 812;
const MARGIN_SHARE = 48 / 812;
export type EpisodeLabel = { status: Status; text: string; at: number; place: 'inside' | 'after' };

/**
 * Places the labels of a lane, inside their episodes or after them, up to the next one. Null if one has no room; the list of episodes then shows them. `at`: as a
 * part of the axis.
 */
export function placeLabels(
  episodes: readonly { from: number; to: number; status: Status; text: string }[],
): EpisodeLabel[] | null {
  const labels: EpisodeLabel[] = [];
  for (const [i, { from, to, status, text }] of episodes.entries()) {
    const width = text.length * CHARACTER_SHARE + MARGIN_SHARE;
    const end = episodes[i + 1]?.from ?? 1;
    if (to - from >= width) labels.push({ status, text, at: from, place: 'inside' });
    else if (end - to >= width) labels.push({ status, text, at: to, place: 'after' });
    else return null;
  }
  return labels;
}
