import type { ReactNode } from 'react';
import { DeliveryCounts } from '#components/console/deliveries/delivery-line';
import { formatAuthor } from '#components/console/frame/format-author.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';
import type { ReportedEvent } from '#server/delivery/reads/delivery-report';
import type { StaffUpdate } from '#server/incidents/console/view-types';
import type { Author } from '#server/incidents/reads/author-names';

const TEXT = consoleIncidentsEn.page;
const LEVEL = { 2: 'partial_outage', 3: 'major_outage' } as const;
/** Updates whose two times differ by more show both. */
const APART_MS = 5 * 60_000;

type Named = { name: string };
type TimelineEpisode = {
  from: Instant;
  to: Instant | null;
  removedAt: Instant | null;
  level: number;
  component: Named;
};
type TimelineNote = { id: number; html: string; createdAt: Instant; author: Author };

export type Timeline = {
  publicId: string;
  updates: readonly StaffUpdate[];
  episodes: readonly TimelineEpisode[];
  notes: readonly TimelineNote[];
  now: Instant;
};
type Props = { incident: Timeline; deliveries: readonly ReportedEvent[]; canEdit: boolean };
type Entry = { key: string; at: Instant; shown: ReactNode };

/** Shows monitoring data, updates with their deliveries, and internal notes in one timeline, newest first. */
export function StaffTimeline({ incident, deliveries, canEdit }: Props) {
  const { publicId, updates, episodes, notes, now } = incident;
  const sent = Map.groupBy(deliveries, (event) => event.update);
  const entries: Entry[] = [
    ...updates.map((update) => ({
      key: update.publicId,
      at: update.occurredAt,
      shown: (
        <Update update={update} incident={publicId} now={now} canEdit={canEdit}>
          {(sent.get(update.publicId) ?? []).map((event) => (
            <DeliveryCounts key={event.id} event={event} />
          ))}
        </Update>
      ),
    })),
    ...notes.map((note) => ({ key: `note ${note.id}`, at: note.createdAt, shown: <Note note={note} /> })),
    ...episodes.flatMap(episodeEntries),
  ].sort((a, b) => b.at - a.at);
  return (
    <ol className="mt-3">
      {entries.map(({ key, at, shown }) => (
        <li key={key} className="border-s-2 border-line py-2 ps-4">
          <p className="text-small text-quiet">
            <UtcTime at={at} text={formatMoment(at, now)} />
          </p>
          {shown}
        </li>
      ))}
    </ol>
  );
}

function episodeEntries({ from, to, removedAt, level, component }: TimelineEpisode): Entry[] {
  const key = `${component.name} ${from}`;
  const text = TEXT.episodeFrom(component.name, en.label[LEVEL[level as 2 | 3]].toLowerCase());
  const begun: Entry = {
    key: `${key} from`,
    at: from,
    shown: <p>{removedAt === null ? text : `${text}; ${TEXT.removed}`}</p>,
  };
  return to === null ? [begun] : [begun, { key: `${key} to`, at: to, shown: <p>{TEXT.episodeTo(component.name)}</p> }];
}

function Note({ note }: { note: TimelineNote }) {
  return (
    <div className="border-s-4 border-deg-solid ps-3">
      <p className="text-small font-semibold">
        {TEXT.note}, {formatAuthor(note.author)}
      </p>
      <PublishedText html={note.html} />
    </div>
  );
}

function PublishedText({ html }: { html: string }) {
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}

function UpdateText({ html, whatYouCanDo }: Pick<StaffUpdate, 'html' | 'whatYouCanDo'>) {
  return (
    <>
      <PublishedText html={html} />
      {whatYouCanDo !== null && (
        <p>
          <strong className="font-semibold">{enIncidents.whatYouCanDo}</strong> {whatYouCanDo}
        </p>
      )}
    </>
  );
}

function isInternalUpdate({ audience }: StaffUpdate): boolean {
  return !audience.includes('public');
}

function formatRemarks(update: StaffUpdate): string {
  const remarks = [
    formatAuthor(update.author),
    isInternalUpdate(update) && TEXT.internal,
    update.undoneAt !== null && TEXT.undone,
    !update.notifies && TEXT.noNotification,
    update.editedAt !== null && TEXT.edited,
  ];
  return remarks.filter(Boolean).join(', ');
}

function Update({
  update,
  incident,
  now,
  canEdit,
  children,
}: {
  update: StaffUpdate;
  incident: string;
  now: Instant;
  canEdit: boolean;
  children: ReactNode;
}) {
  const {
    publicId,
    state,
    html,
    whatYouCanDo,
    publishedAt,
    occurredAt,
    nextUpdateBy,
    retractedAt,
    retractedReason,
    affected,
  } = update;
  const isInternal = isInternalUpdate(update);
  return (
    <div id={publicId} className={isInternal ? 'border-s-4 border-deg-solid ps-3' : ''}>
      <p className="text-small">
        <strong className="font-semibold">{enIncidents.state[state]}</strong> · {formatRemarks(update)}
        {publishedAt - occurredAt > APART_MS && (
          <>
            {' '}
            · {enIncidents.page.published} <UtcTime at={publishedAt} text={formatMoment(publishedAt, now)} />
          </>
        )}
      </p>
      {retractedAt === null ? (
        <UpdateText html={html} whatYouCanDo={whatYouCanDo} />
      ) : (
        <p className="text-quiet">{TEXT.retracted(retractedReason ?? '')}</p>
      )}
      {affected.map(({ slug, name, oldStatus, newStatus }) => (
        <p key={slug} className="text-small">
          {enIncidents.page.changed(name, en.label[oldStatus], en.label[newStatus])}
        </p>
      ))}
      {nextUpdateBy !== null && (
        <p className="text-small text-quiet">
          {TEXT.promised} <UtcTime at={nextUpdateBy} text={formatMoment(nextUpdateBy, now)} />
        </p>
      )}
      {children}
      {canEdit && retractedAt === null && (
        <a
          href={`/console/incidents/${incident}/updates/${publicId}`}
          className="inline-block min-h-6 text-small text-accent underline underline-offset-2"
        >
          {TEXT.edit}
        </a>
      )}
    </div>
  );
}
