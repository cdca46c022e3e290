import { formatAuthor } from '#components/console/frame/format-author.ts';
import { BackLink } from '#components/site/frame/back-link';
import { ButtonLink } from '#components/ui/button';
import { Tag } from '#components/ui/tag';
import { UtcTime } from '#components/ui/utc-time';
import { dayAt, startOfDay } from '#domain/time/day';
import { dayOfYearUtc } from '#domain/time/format-brief';
import { dayUtc, formatMomentExact } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';

const TEXT = consolePostmortemsEn.editor;
const STATE = consolePostmortemsEn.state;

/** Shows title, state, people, incidents and the promised day, and links to what readers see. */
export function EditorHead({ postmortem, canApprove }: { postmortem: StaffPostmortem; canApprove: boolean }) {
  const { publicId, title, state, author, approver, incidents, promisedOn, publishedVersion, savedAt, now } =
    postmortem;
  const isOwed = promisedOn !== null && publishedVersion === null;
  const isAwaited = state === 'in_review' && canApprove;
  return (
    <header>
      <BackLink href="/console/postmortems">{TEXT.back}</BackLink>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-title">{title}</h1>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-small text-quiet">
            <Tag>{isAwaited ? STATE.awaitingYou : stateName(postmortem)}</Tag>
            {isAwaited || approver === null ? (
              <span>{TEXT.authorIs(formatAuthor(author))}</span>
            ) : (
              <span>{TEXT.approverIs(approver.name)}</span>
            )}
            {incidents[0] && <span>{dayUtc(incidents[0].startedAt)}</span>}
            {incidents.map(({ publicId: id, title: name }) => (
              <a key={id} href={`/console/incidents/${id}`} className="quiet-link">
                {incidents.length === 1 ? TEXT.incident : TEXT.incidentOf(name)}
              </a>
            ))}
            {isOwed && (
              <span className={promisedOn < dayAt(now) ? 'font-semibold text-maj-ink' : ''}>
                {(promisedOn < dayAt(now) ? TEXT.overdue : TEXT.due)(dayOfYearUtc(startOfDay(promisedOn)))}
              </span>
            )}
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-3 text-small">
          <p className="text-quiet">
            {TEXT.savedAt} <UtcTime at={savedAt} text={formatMomentExact(savedAt, now)} isExact />
          </p>
          {publishedVersion !== null && (
            <ButtonLink href={`/postmortems/${publicId}`} size="small">
              {TEXT.public}
            </ButtonLink>
          )}
          <ButtonLink href={`/console/postmortems/${publicId}/preview`} size="small">
            {TEXT.preview}
          </ButtonLink>
        </div>
      </div>
    </header>
  );
}

function stateName({ state, publishedVersion }: StaffPostmortem): string {
  return state === 'draft' && publishedVersion !== null ? STATE.edited : STATE[state];
}
