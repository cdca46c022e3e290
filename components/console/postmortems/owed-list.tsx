import type { Send } from '#components/ui/action-form';
import { Card } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { EmptyState } from '#components/ui/empty-state';
import { Tag } from '#components/ui/tag';
import { startOfDay } from '#domain/time/day';
import { dayUtc } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { OwedPostmortem } from '#server/postmortems/view-types';
import { PromiseForm } from './promise-form.tsx';
import { StartForm } from './start-form.tsx';

const TEXT = consolePostmortemsEn.list;

/** Acts are null for people who can only read. */
type Acts = { start: Send; promise: Send } | null;

/** Lists incidents whose post-mortem is not published, with the day that readers were promised. */
export function OwedList({ owed, acts }: { owed: readonly OwedPostmortem[]; acts: Acts }) {
  return (
    <section aria-labelledby="owed-title" className="mt-6">
      <h2 id="owed-title" className="mb-3 text-section">
        {TEXT.owed}
      </h2>
      {owed.length === 0 ? (
        <EmptyState icon="check" title={TEXT.noneOwed} text={TEXT.noneOwedText} />
      ) : (
        <Card>
          <ul>
            {owed.map((one) => (
              <Owed key={one.incident.publicId} owed={one} acts={acts} />
            ))}
          </ul>
        </Card>
      )}
    </section>
  );
}

function Owed({ owed, acts }: { owed: OwedPostmortem; acts: Acts }) {
  const { incident, postmortem, promisedOn, isOverdue } = owed;
  const { publicId, title, startedAt } = incident;
  return (
    <li className="border-line px-4 py-4 not-first:border-t sm:px-6">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h3 className="text-row font-semibold">
            <a href={`/console/incidents/${publicId}`} className="hover:underline">
              {title}
            </a>
          </h3>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-quiet">
            <span>{dayUtc(startedAt)}</span>
            <span className={isOverdue ? 'font-semibold text-maj-ink' : ''}>{promiseText(owed)}</span>
            <Tag>{postmortem ? consolePostmortemsEn.state[postmortem.state] : TEXT.notStarted}</Tag>
          </p>
        </div>
        {postmortem ? (
          <a
            href={`/console/postmortems/${postmortem.publicId}`}
            aria-label={TEXT.continueOf(title)}
            className="button button-small"
          >
            {TEXT.continue}
          </a>
        ) : (
          acts && <StartForm incident={publicId} title={title} action={acts.start} />
        )}
      </div>
      {acts && (
        <Disclosure
          summary={promisedOn === null ? consolePostmortemsEn.promise.open : consolePostmortemsEn.promise.change}
          className="mt-1"
        >
          <div className="max-w-80">
            <PromiseForm incident={publicId} title={title} promisedOn={promisedOn} action={acts.promise} />
          </div>
        </Disclosure>
      )}
    </li>
  );
}

function promiseText({ promisedOn, isOverdue }: OwedPostmortem): string {
  if (promisedOn === null) return TEXT.notPromised;
  return (isOverdue ? TEXT.overdue : TEXT.promisedBy)(dayUtc(startOfDay(promisedOn)));
}
