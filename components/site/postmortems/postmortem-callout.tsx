import { Callout } from '#components/ui/callout';
import { Icon } from '#components/ui/icon';
import { UtcTime } from '#components/ui/utc-time';
import type { ActionItemCounts } from '#domain/postmortem/action-item';
import { type Day, dayAt } from '#domain/time/day';
import { dayOfYearUtc } from '#domain/time/format-brief';
import { dayUtc, yearUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { formatDue } from './format-due.ts';

const TEXT = enPostmortemPages.callout;

/** What the page of an incident says about its post-mortem. */
export type IncidentPostmortem =
  | { kind: 'published'; publicId: string; publishedAt: Instant; actionItems: ActionItemCounts }
  | { kind: 'promised'; promisedOn: Day };

/** Links the post-mortem of an incident, or shows by which day it was promised. */
export function PostmortemCallout({ postmortem, now }: { postmortem: IncidentPostmortem; now: Instant }) {
  return (
    <div id="postmortem" className="relative mt-6">
      {postmortem.kind === 'published' ? (
        <Published {...postmortem} now={now} />
      ) : (
        <Promised promisedOn={postmortem.promisedOn} today={dayAt(now)} />
      )}
    </div>
  );
}

type PublishedProps = Extract<IncidentPostmortem, { kind: 'published' }> & { now: Instant };

/** The link covers the whole callout. */
function Published({ publicId, publishedAt, actionItems, now }: PublishedProps) {
  const day = yearUtc(publishedAt) === yearUtc(now) ? dayOfYearUtc(publishedAt) : dayUtc(publishedAt);
  return (
    <Callout
      tone="accent"
      title={
        <a href={`/postmortems/${publicId}`} className="after:absolute after:inset-0 hover:underline">
          {TEXT.published} <UtcTime at={publishedAt} text={day} isBrief />
        </a>
      }
      action={<Icon name="arrow" className="mirrors size-5 text-accent" />}
    >
      {formatItems(actionItems)}
    </Callout>
  );
}

function formatItems({ done, overdue, inProgress, planned }: ActionItemCounts): string {
  const all = done + overdue + inProgress + planned;
  if (all === 0) return TEXT.none;
  return done === 0 ? TEXT.items(all) : `${TEXT.items(all)} ${TEXT.done(done, all)}`;
}

function Promised({ promisedOn, today }: { promisedOn: Day; today: Day }) {
  const day = formatDue(promisedOn, today);
  const isOverdue = promisedOn < today;
  return (
    <Callout tone={isOverdue ? 'deg' : 'accent'} title={isOverdue ? TEXT.overdue(day) : TEXT.due(day)}>
      {TEXT.dueText}
    </Callout>
  );
}
