import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { RelativeTime } from './relative-time.tsx';
import { UtcTime } from './utc-time.tsx';

const TEXT = enIncidents.page;

/** `from`: when the time was announced, so that the pie shows how much of it has passed. */
type Props = { by: Instant | null; from: Instant; now: Instant };

/** Shows the time of the next update, or that it is overdue. The live script adds how far away that is. */
export function NextUpdateLine({ by, from, now }: Props) {
  if (by === null) return null;
  const isLate = by < now;
  const time = (
    <strong className="font-semibold">
      <UtcTime at={by} text={formatMoment(by, now)} />
    </strong>
  );
  return (
    <p
      className={`flex items-center gap-3 rounded-note px-4 py-3 text-status ${isLate ? 'bg-deg-tint text-plain' : 'bg-sunken text-plain'}`}
    >
      <Pie share={isLate ? 1 : (now - from) / Math.max(1, by - from)} isLate={isLate} />
      <span className="min-w-0 flex-1">
        {isLate ? TEXT.wasDue : TEXT.next} {time}
        {isLate && `. ${TEXT.missed}`}
      </span>
      <RelativeTime at={by} text={TEXT.nextIn} past={TEXT.late} className="font-semibold text-ink" />
    </p>
  );
}

const CENTRE = 12;
const RING = 9.4;
const PIE = 6.4;

/** Draws the share of time that has passed, clockwise from the top. */
function Pie({ share, isLate }: { share: number; isLate: boolean }) {
  const angle = Math.min(Math.max(share, 0), 1) * 2 * Math.PI;
  const [x, y] = [CENTRE + PIE * Math.sin(angle), CENTRE - PIE * Math.cos(angle)].map((at) => at.toFixed(2));
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className={`icon size-5 ${isLate ? 'text-deg-solid' : 'text-accent'}`}>
      <circle cx={CENTRE} cy={CENTRE} r={RING} />
      {share >= 1 ? (
        <circle cx={CENTRE} cy={CENTRE} r={PIE} className="fill-current stroke-none" />
      ) : (
        <path
          d={`M${CENTRE} ${CENTRE}V${CENTRE - PIE}A${PIE} ${PIE} 0 ${angle > Math.PI ? 1 : 0} 1 ${x} ${y}z`}
          className="fill-current stroke-none"
        />
      )}
    </svg>
  );
}
