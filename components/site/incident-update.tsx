import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { PublicUpdate } from '#domain/incident/public-incident';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { PublishedText } from './published-text.tsx';
import { WhatYouCanDo } from './what-you-can-do.tsx';

const TEXT = enIncidents.page;
/** Updates that were published later than this after the event show both times. */
const LATE_MS = 300_000;

type Props = { update: PublicUpdate; whatYouCanDo: string | null; heading: string; now: Instant };

/** Shows an update with its own anchor. `whatYouCanDo`: where this update changed it. */
export function IncidentUpdate({ update, whatYouCanDo, heading, now }: Props) {
  const { publicId, html, retractedAt, retractedReason, affected, nextUpdateBy, promise } = update;
  return (
    <li id={publicId} className="border-s-2 border-line ps-4">
      <h3 className="font-semibold">{heading}</h3>
      <UpdateTimes update={update} now={now} />
      <div className="mt-2">
        {retractedAt === null ? (
          <>
            <PublishedText html={html} />
            <WhatYouCanDo text={whatYouCanDo} />
          </>
        ) : (
          <p className="text-quiet">{enIncidents.retracted(retractedReason ?? '')}</p>
        )}
      </div>
      {retractedAt === null && affected.length > 0 && (
        <ul className="mt-2 text-small">
          {affected.map(({ slug, name, oldStatus, newStatus }) => (
            <li key={slug} className="flex items-start gap-2">
              <StatusIcon tone={newStatus} className="mt-0.5" />
              {oldStatus === newStatus
                ? TEXT.named(name, STATUS_TOKENS[newStatus].label)
                : TEXT.changed(name, STATUS_TOKENS[oldStatus].label, STATUS_TOKENS[newStatus].label)}
            </li>
          ))}
        </ul>
      )}
      {nextUpdateBy !== null && promise !== null && (
        <p className="mt-2 text-small text-quiet">
          {TEXT.promise[promise]} <UtcTime at={nextUpdateBy} text={formatMoment(nextUpdateBy, now)} />.
        </p>
      )}
    </li>
  );
}

function UpdateTimes({
  update: { publicId, occurredAt, publishedAt, editedAt, isAutomatic },
  now,
}: {
  update: PublicUpdate;
  now: Instant;
}) {
  const isLate = publishedAt - occurredAt > LATE_MS;
  return (
    <p className="text-small text-quiet">
      <a
        href={`#${publicId}`}
        className="inline-block min-h-6 underline decoration-line underline-offset-4"
        title={TEXT.link}
      >
        <UtcTime at={occurredAt} text={formatMoment(occurredAt, now)} />
      </a>
      {isLate && (
        <>
          , {TEXT.published} <UtcTime at={publishedAt} text={formatMoment(publishedAt, now)} />
        </>
      )}
      {editedAt !== null && (
        <>
          , {TEXT.edited} <UtcTime at={editedAt} text={formatMoment(editedAt, now)} />
        </>
      )}
      {isAutomatic && `, ${TEXT.automatic}`}
    </p>
  );
}
