import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { StatusWord } from '#components/ui/status-word';
import { TickedAxis } from '#components/ui/ticked-axis';
import { UtcTime } from '#components/ui/utc-time';
import { ZoneName } from '#components/ui/zone-name';
import type { Status } from '#domain/measurement/status';
import { briefMoment } from '#domain/time/format-brief';
import type { Instant, Interval } from '#domain/time/interval';
import type { TickedSpan } from '#domain/time/time-ticks';
import { enIncidentPages } from '#messages/en/incident-pages';
import { type EpisodeLabel, type EpisodeLanes, type Lane, placeLabels } from './episode-lanes.ts';

const TEXT = enIncidentPages.incident.episodes;
/** The baseline of a lane, in pixels from its top. */
const BASE = 44;
const BLOCKS: Record<Status, { height: number; fill: string }> = {
  major_outage: { height: 44, fill: 'fill-hero-maj' },
  partial_outage: { height: 34, fill: 'fill-hero-par' },
  degraded_performance: { height: 18, fill: 'fill-deg-bar' },
  operational: { height: 2, fill: 'fill-ok-bar' },
  unknown: { height: 2, fill: 'fill-unk-bar' },
  not_monitored: { height: 2, fill: 'fill-line' },
};

type Props = { chart: EpisodeLanes; now: Instant };

/** Shows the outages of an incident on a time axis with a dot per published update, and as a list where labels have no room. */
export function EpisodeChart({ chart: { axis, lanes, more, updates }, now }: Props) {
  const isNamed = lanes.length > 1;
  const hasUnknown = lanes.some(({ blocks }) => blocks.some(({ status }) => status === 'unknown'));
  return (
    <div>
      {lanes.map((lane, i) => (
        <LaneChart
          key={lane.slug}
          lane={lane}
          axis={axis}
          updates={i === lanes.length - 1 ? updates : []}
          isNamed={isNamed}
          now={now}
        />
      ))}
      <TickedAxis axis={axis} />
      <Legend hasUnknown={hasUnknown} />
      {lanes.map((lane) => (
        <EpisodeList
          key={lane.slug}
          lane={lane}
          isNamed={isNamed}
          isHidden={!isNamed && labelsOf(lane, axis, now) !== null}
          now={now}
        />
      ))}
      {more > 0 && <p className="mt-2 text-small text-quiet">{TEXT.more(more)}</p>}
    </div>
  );
}

type LaneProps = { lane: Lane; axis: TickedSpan; updates: readonly Instant[]; isNamed: boolean; now: Instant };

function LaneChart({ lane, axis, updates, isNamed, now }: LaneProps) {
  const shareOf = (t: Instant) => (t - axis.from) / (axis.to - axis.from);
  const labels = labelsOf(lane, axis, now);
  return (
    <div className="mt-3">
      {isNamed && <p className="text-micro font-semibold">{lane.name}</p>}
      <svg
        role="img"
        aria-label={TEXT.chart(lane.name)}
        className="mt-1 block w-full overflow-visible text-micro font-label [direction:ltr]"
        height={updates.length > 0 ? 60 : 48}
      >
        {axis.ticks.slice(1, -1).map((tick) => (
          <line
            key={tick}
            x1={percent(shareOf(tick))}
            x2={percent(shareOf(tick))}
            y1="0"
            y2={BASE}
            className="stroke-line"
          />
        ))}
        {lane.blocks.map((block) => (
          <Block key={block.from} block={block} from={shareOf(block.from)} to={shareOf(block.to)} />
        ))}
        {labels?.map((label) => (
          <Label key={label.at} label={label} />
        ))}
        {updates.map((at, i) => (
          <circle
            key={i}
            cx={percent(shareOf(at))}
            cy={BASE + 8}
            r="3.25"
            strokeWidth="2"
            className="fill-surface stroke-ink"
          />
        ))}
      </svg>
    </div>
  );
}

/** Returns the labels of a lane, or null if they have no room. */
function labelsOf({ episodes }: Lane, axis: TickedSpan, now: Instant): EpisodeLabel[] | null {
  const shareOf = (t: Instant) => (t - axis.from) / (axis.to - axis.from);
  return placeLabels(
    episodes.map(({ from, to, status }) => ({
      from: shareOf(from),
      to: shareOf(to ?? now),
      status,
      text: TEXT.label(STATUS_TOKENS[status].label, formatBriefDuration((to ?? now) - from)),
    })),
  );
}

function Label({ label: { status, text, at, place } }: { label: EpisodeLabel }) {
  const isInside = place === 'inside';
  const hero = STATUS_TOKENS[status].hero ?? '';
  return (
    <svg aria-hidden="true" x={percent(at)} overflow="visible" className={`max-[54rem]:hidden ${isInside ? hero : ''}`}>
      <svg aria-hidden="true" x="12" y={isInside ? 14 : 22} width="16" height="16">
        <StatusIcon tone={status} size={16} isInherited={isInside} />
      </svg>
      <text
        x="34"
        y={isInside ? 27 : 35}
        strokeWidth="4"
        className={
          isInside ? 'fill-on-hero' : `fill-current stroke-surface [paint-order:stroke] ${STATUS_TOKENS[status].ink}`
        }
      >
        {text}
      </text>
    </svg>
  );
}

function Block({ block: { status }, from, to }: { block: Interval<Status>; from: number; to: number }) {
  const { height, fill } = BLOCKS[status];
  const y = height === 2 ? BASE - 1 : BASE - height;
  return (
    <rect
      x={percent(from)}
      y={y}
      width={percent(to - from)}
      height={height}
      rx={height === 2 ? 0 : 2}
      className={fill}
    />
  );
}

type ListProps = { lane: Lane; isNamed: boolean; isHidden: boolean; now: Instant };

/** The list is the text of the drawing. `isHidden`: on wide screens, labels show the same. */
function EpisodeList({ lane: { name, episodes }, isNamed, isHidden, now }: ListProps) {
  const [first] = episodes;
  if (!first) return null;
  return (
    <ol className={`mt-3 space-y-1 text-small ${isHidden ? 'min-[54rem]:sr-only' : ''}`}>
      {episodes.map(({ from, to, status }) => (
        <li key={from} className="flex flex-wrap items-center gap-x-2">
          {isNamed && <strong className="font-semibold">{name}</strong>}
          <StatusWord tone={status} size={16} />
          <span>
            <UtcTime at={from} text={briefMoment(from, first.from)} isBrief /> {enIncidentPages.incident.to}{' '}
            {to === null ? TEXT.ongoing : <UtcTime at={to} text={briefMoment(to, first.from)} isBrief />},{' '}
            {formatBriefDuration((to ?? now) - from)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Legend({ hasUnknown }: { hasUnknown: boolean }) {
  return (
    <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-micro text-quiet">
      <span className="inline-flex items-center gap-2">
        <svg aria-hidden="true" width="9" height="9">
          <circle cx="4.5" cy="4.5" r="3.25" fill="none" strokeWidth="2" className="stroke-ink" />
        </svg>
        {TEXT.update}
      </span>
      <LegendLine fill="fill-ok-bar" text={TEXT.operational} />
      {hasUnknown && <LegendLine fill="fill-unk-bar" text={TEXT.unknown} />}
      <span>
        {enIncidentPages.incident.timesIn} <ZoneName />
      </span>
    </p>
  );
}

function LegendLine({ fill, text }: { fill: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg aria-hidden="true" width="14" height="2">
        <rect width="14" height="2" className={fill} />
      </svg>
      {text}
    </span>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100_000) / 1_000}%`;
}
