import { Timeline } from '#components/ui/timeline';
import { ZoneName } from '#components/ui/zone-name';
import type { PublicIncident } from '#domain/incident/public-incident';
import { changedWhatYouCanDo } from '#domain/incident/what-you-can-do';
import { dayOf } from '#domain/time/calendar';
import { dayUtc } from '#domain/time/format-utc';
import { enIncidentPages } from '#messages/en/incident-pages';
import { updateHeading } from './format-incident.ts';
import { IncidentUpdate } from './incident-update.tsx';

const TEXT = enIncidentPages.incident.updates;

/** Shows the updates of an incident, newest first, with the day once: beside the title or, if there are several, above each. */
export function IncidentUpdates({ incident }: { incident: PublicIncident }) {
  const indexed = incident.updates.map((update, i) => ({ update, heading: updateHeading(incident, i) }));
  const days = [...Map.groupBy(indexed, ({ update }) => dayOf(update.occurredAt))];
  const isOneDay = days.length === 1;
  return (
    <section className="mt-12" id="updates" aria-labelledby="updates-title">
      <div className="mb-5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="updates-title" className="text-section">
          {TEXT.title}
        </h2>
        {days[0] && (
          <p className="text-small text-quiet">
            <bdi>{isOneDay ? `${dayUtc(days[0][0])}, ` : `${enIncidentPages.incident.timesIn} `}</bdi>
            <ZoneName />
          </p>
        )}
      </div>
      {days.map(([day, own]) => (
        <div key={day} className="not-first:mt-8">
          {!isOneDay && <h3 className="mb-4 border-b border-line pb-2 text-small font-semibold">{dayUtc(day)}</h3>}
          <Timeline>
            {own.map(({ update, heading }) => (
              <IncidentUpdate
                key={update.publicId}
                update={update}
                whatYouCanDo={changedWhatYouCanDo(incident.updates, update)}
                heading={heading}
                level={isOneDay ? 'h3' : 'h4'}
              />
            ))}
          </Timeline>
        </div>
      ))}
    </section>
  );
}
