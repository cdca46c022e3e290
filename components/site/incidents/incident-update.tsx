import { PublishedText } from '#components/site/frame/published-text';
import { Icon } from '#components/ui/icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { StatusWord } from '#components/ui/status-word';
import { TimelineEntry } from '#components/ui/timeline';
import { UtcTime } from '#components/ui/utc-time';
import type { PublicUpdate } from '#domain/incident/public-incident';
import { levelOf, type Stated } from '#domain/measurement/status';
import { briefMoment } from '#domain/time/format-brief';
import { enIncidentPages } from '#messages/en/incident-pages';
import { enIncidents } from '#messages/en/incidents';
import { updateAuthor } from './format-incident.ts';
import { WhatYouCanDo } from './what-you-can-do.tsx';

const TEXT = enIncidentPages.incident.updates;
/** Updates that were published later than this after the event show both times. */
const LATE_MS = 300_000;

type Props = { update: PublicUpdate; whatYouCanDo: string | null; heading: string; level: 'h3' | 'h4' };

/** Shows an update with its own anchor. `whatYouCanDo`: where this update changed it. */
export function IncidentUpdate({ update, whatYouCanDo, heading, level }: Props) {
  const { publicId, html, retractedAt, retractedReason, occurredAt } = update;
  const by = updateAuthor(update, heading);
  return (
    <TimelineEntry
      id={publicId}
      level={level}
      title={heading}
      mark={newStatusOf(update) ?? 'ring'}
      time={
        <a href={`#${publicId}`} title={TEXT.link} className="inline-block min-h-6 hover:underline">
          <UtcTime at={occurredAt} text={briefMoment(occurredAt, occurredAt)} isBrief />
        </a>
      }
      {...(by === null ? {} : { by })}
    >
      {retractedAt === null ? (
        <>
          <PublishedText html={html} />
          <div className="mt-2 empty:hidden">
            <WhatYouCanDo text={whatYouCanDo} />
          </div>
          <Changes update={update} />
        </>
      ) : (
        <p className="text-quiet">{enIncidents.retracted(retractedReason ?? '')}</p>
      )}
      <Marks update={update} />
    </TimelineEntry>
  );
}

function changesOf({ affected }: PublicUpdate): PublicUpdate['affected'] {
  return affected.filter(({ oldStatus, newStatus }) => oldStatus !== newStatus);
}

/** Returns the worst new status of an update that changed one; null for all others. */
function newStatusOf(update: PublicUpdate): Stated | null {
  const changed = changesOf(update);
  if (update.retractedAt !== null || changed.length === 0) return null;
  return changed.map(({ newStatus }) => newStatus).reduce((a, b) => (levelOf(b) > levelOf(a) ? b : a));
}

function Changes({ update }: { update: PublicUpdate }) {
  const changed = changesOf(update);
  if (changed.length === 0) return null;
  return (
    <ul className="mt-2 space-y-1 text-small">
      {changed.map(({ slug, name, oldStatus, newStatus }) => (
        <li key={slug} className="flex flex-wrap items-center gap-x-2">
          <strong className="font-semibold">{name}</strong> {STATUS_TOKENS[oldStatus].label}{' '}
          <Icon name="arrow" className="mirrors size-3.5 text-quiet" />
          <span className="sr-only">{TEXT.became}</span> <StatusWord tone={newStatus} size={18} />
        </li>
      ))}
    </ul>
  );
}

/** Shows when the next update was announced for, and when this one was published or edited if that differs from its time. */
function Marks({ update }: { update: PublicUpdate }) {
  const { occurredAt, publishedAt, editedAt, nextUpdateBy, promise } = update;
  const marks = [
    promise !== null && nextUpdateBy !== null && { text: TEXT.nextUpdate[promise], at: nextUpdateBy },
    publishedAt - occurredAt > LATE_MS && { text: TEXT.published, at: publishedAt },
    editedAt !== null && { text: TEXT.edited, at: editedAt },
  ].filter((mark) => mark !== false);
  if (marks.length === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-small text-quiet">
      {marks.map(({ text, at }) => (
        <span key={text}>
          {text} <UtcTime at={at} text={briefMoment(at, occurredAt)} isBrief />
        </span>
      ))}
    </p>
  );
}
