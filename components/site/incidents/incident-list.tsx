import { Card } from '#components/ui/card';
import { Icon } from '#components/ui/icon';
import { Row } from '#components/ui/row';
import { StatusIcon } from '#components/ui/status-icon';
import { Tag } from '#components/ui/tag';
import { UtcTime } from '#components/ui/utc-time';
import { isOpenIncident, type ListedIncident } from '#domain/incident/public-incident';
import { dayOfYearUtc } from '#domain/time/format-brief';
import { dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { formatImpact, formatState, worstToneOf } from './format-incident.ts';

type Props = {
  incidents: readonly ListedIncident[];
  now: Instant;
  /** Whether dates have their year, which the heading of a month already names. */
  hasYear?: boolean;
};

/** Shows incidents, one row each. That one is resolved is the norm, so only other states are shown. */
export function IncidentList({ incidents, now, hasYear = false }: Props) {
  return (
    <Card>
      <ul>
        {incidents.map((incident) => (
          <Line key={incident.publicId} incident={incident} now={now} hasYear={hasYear} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ incident, now, hasYear }: { incident: ListedIncident; now: Instant; hasYear: boolean }) {
  const { publicId, title, startedAt, excerpt, postmortemId } = incident;
  const day = hasYear ? dayUtc(startedAt) : dayOfYearUtc(startedAt);
  return (
    <Row
      icon={<StatusIcon tone={worstToneOf(incident)} size={20} />}
      href={`/incidents/${publicId}`}
      title={title}
      text={incident.mergedInto === null ? excerpt : formatState(incident)}
      end={<UtcTime at={startedAt} text={day} isBrief />}
      endNote={<bdi>{formatImpact(incident, now)}</bdi>}
    >
      {isOpenIncident(incident) && <Tag>{enIncidents.state[incident.state]}</Tag>}
      {postmortemId !== null && (
        <a href={`/postmortems/${postmortemId}`} className="inline-flex min-h-6 items-center gap-1.5 text-accent">
          <Icon name="document" className="size-4" />
          <span className="link">{enPostmortemPages.callout.tag}</span>
        </a>
      )}
    </Row>
  );
}
