import { formatDuration } from '#components/ui/format-duration.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { UtcTime } from '#components/ui/utc-time';
import type { IncidentState } from '#domain/incident/incident';
import type { Stated, Status } from '#domain/measurement/status';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';

const TEXT = consoleIncidentsEn.page;

export type Head = {
  publicId: string;
  title: string;
  isAutomatic: boolean;
  state: IncidentState;
  startedAt: Instant;
  publicAt: Instant | null;
  heldUntil: Instant | null;
  withdrawnAt: Instant | null;
  withdrawnReason: string | null;
  mergedInto: { publicId: string; title: string } | null;
  components: { slug: string; name: string; stated: Stated; probes: { status: Status } | null }[];
  nextUpdateBy: Instant | null;
  now: Instant;
};

/** Shows the state of an incident: published and measured status of each component. */
export function IncidentHeader({ incident }: { incident: Head }) {
  const { publicId, title, state, isAutomatic, startedAt, publicAt, components, now } = incident;
  return (
    <header>
      <h1 className="text-title text-balance">{title}</h1>
      <p className="mt-1">
        <strong className="font-semibold">{enIncidents.state[state]}</strong> ·{' '}
        {isAutomatic ? TEXT.automatic : TEXT.byHand} · {TEXT.began}{' '}
        <UtcTime at={startedAt} text={formatMoment(startedAt, now)} />
      </p>
      {publicAt === null ? (
        <Held heldUntil={incident.heldUntil} now={now} />
      ) : (
        <a
          href={`/incidents/${publicId}`}
          className="inline-block min-h-6 text-small text-accent underline underline-offset-4"
        >
          {TEXT.public}
        </a>
      )}
      <Promised by={incident.nextUpdateBy} now={now} />
      <Endings incident={incident} />
      <ul className="mt-3" aria-label={TEXT.components}>
        {components.map(({ slug, name, stated, probes }) => (
          <li key={slug} className="flex items-start gap-2">
            <StatusIcon tone={probes?.status ?? 'unknown'} className="mt-0.5" />
            <span>
              <strong className="font-semibold">{name}</strong> · {TEXT.publicStatus} {en.label[stated]} · {TEXT.probes}{' '}
              {en.label[probes?.status ?? 'unknown']}
            </span>
          </li>
        ))}
      </ul>
    </header>
  );
}

/** Shows the time of the next update, with the time left. */
function Promised({ by, now }: { by: Instant | null; now: Instant }) {
  if (by === null) return null;
  const isLate = by < now;
  return (
    <p className={`mt-2 ${isLate ? 'font-semibold text-maj-ink' : ''}`}>
      {isLate ? TEXT.nextUpdateOverdue : TEXT.nextUpdateBy} <UtcTime at={by} text={formatMoment(by, now)} />{' '}
      {!isLate && `(${TEXT.timeLeft(formatDuration(by - now, 2))})`}
    </p>
  );
}

function Held({ heldUntil, now }: { heldUntil: Instant | null; now: Instant }) {
  if (heldUntil === null) return <p className="font-semibold text-par-ink">{TEXT.held}</p>;
  return (
    <p className="font-semibold text-par-ink">
      {TEXT.heldUntil} <UtcTime at={heldUntil} text={formatMoment(heldUntil, now)} />.
    </p>
  );
}

function Endings({ incident: { withdrawnAt, withdrawnReason, mergedInto } }: { incident: Head }) {
  return (
    <>
      {withdrawnAt !== null && (
        <p className="mt-2 border-s-4 border-unk-solid ps-3">{TEXT.withdrawn(withdrawnReason ?? '')}</p>
      )}
      {mergedInto && (
        <p className="mt-2 border-s-4 border-unk-solid ps-3">
          {TEXT.merged}{' '}
          <a
            href={`/console/incidents/${mergedInto.publicId}`}
            className="inline-block min-h-6 text-accent underline underline-offset-4"
          >
            {mergedInto.title}
          </a>
        </p>
      )}
    </>
  );
}
