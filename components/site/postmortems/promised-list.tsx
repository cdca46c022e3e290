import { Card } from '#components/ui/card';
import { Icon } from '#components/ui/icon';
import { Row } from '#components/ui/row';
import { StatusIcon } from '#components/ui/status-icon';
import { UtcTime } from '#components/ui/utc-time';
import type { PromisedPostmortem } from '#domain/postmortem/public-lists';
import { type Day, dayAt, daysBetween } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { formatDue } from './format-due.ts';

const TEXT = enPostmortemPages.list;

/** Shows post-mortems that were promised and are not published yet, with their day. An overdue one is never hidden. */
export function PromisedList({ promised, now }: { promised: readonly PromisedPostmortem[]; now: Instant }) {
  const today = dayAt(now);
  if (promised.length === 0) return null;
  return (
    <section id="due" aria-labelledby="due-title" className="mt-9">
      <h2 id="due-title" className="mb-3 text-section">
        {TEXT.due}
      </h2>
      <Card>
        <ul>
          {promised.map(({ incident: { publicId, title, startedAt }, promisedOn, isOverdue }) => (
            <Row
              key={publicId}
              icon={<Mark isOverdue={isOverdue} />}
              href={`/incidents/${publicId}`}
              title={title}
              text={<PromisedDay promisedOn={promisedOn} isOverdue={isOverdue} today={today} />}
              end={<UtcTime at={startedAt} text={formatDue(dayAt(startedAt), today)} isBrief />}
            />
          ))}
        </ul>
      </Card>
    </section>
  );
}

function Mark({ isOverdue }: { isOverdue: boolean }) {
  if (isOverdue) return <StatusIcon tone="degraded_performance" size={20} />;
  return <Icon name="calendar" className="size-5 text-quiet" />;
}

function PromisedDay({ promisedOn, isOverdue, today }: { promisedOn: Day; isOverdue: boolean; today: Day }) {
  const day = formatDue(promisedOn, today);
  if (!isOverdue) return TEXT.promised(day);
  return <strong className="font-semibold text-deg-ink">{TEXT.late(day, daysBetween(promisedOn, today))}</strong>;
}
