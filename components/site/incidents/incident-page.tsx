import type { SlaMonth } from '#components/site/figures/format-sla.ts';
import { BackLink } from '#components/site/frame/back-link';
import { PageFrame } from '#components/site/frame/page-frame';
import { type IncidentPostmortem, PostmortemCallout } from '#components/site/postmortems/postmortem-callout';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { isOpenIncident, outcomeOf, type PublicIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import type { FailureNow } from '#server/incidents/reads/failures-now';
import { EpisodeChart } from './episode-chart.tsx';
import { episodeLanes } from './episode-lanes.ts';
import { IncidentBanner } from './incident-banner.tsx';
import { IncidentFacts } from './incident-facts.tsx';
import { IncidentHead } from './incident-head.tsx';
import { IncidentLinks } from './incident-links.tsx';
import { IncidentMeasured, type Measured } from './incident-measured.tsx';
import { IncidentStepper } from './incident-stepper.tsx';
import { IncidentUpdates } from './incident-updates.tsx';

const TEXT = enIncidentPages.incident;
/** The facts name the components up to this number. */
const NAMED_MAX = 3;

/** `failures`: those of now, while it is open. `sla`: the month of each component with measured downtime. `firstUpdateMs`: time from detection to the first update, if it is measured. */
export type IncidentView = {
  incident: PublicIncident;
  measured: readonly Measured[];
  failures: readonly FailureNow[];
  sla: readonly SlaMonth[];
  firstUpdateMs: number | null;
  postmortem: IncidentPostmortem | null;
  generatedAt: Instant;
};

/** Shows the public page of an incident: its state, its updates, newest first, and the monitoring data. */
export function IncidentPage(view: IncidentView) {
  const { incident, measured, failures, sla, firstUpdateMs, postmortem, generatedAt: now } = view;
  const isOpen = isOpenIncident(incident);
  const chart = episodeLanes(incident, measured, now);
  return (
    <PageFrame generatedAt={now}>
      <BackLink href="/history">{TEXT.back}</BackLink>
      {isOpen ? (
        <IncidentBanner incident={incident} failures={failures} sla={sla} now={now} />
      ) : (
        <IncidentHead incident={incident} now={now} />
      )}
      {postmortem && <PostmortemCallout postmortem={postmortem} now={now} />}
      {!isOpen && (
        <Card id="facts" className="mt-6">
          <CardSection>
            {outcomeOf(incident) === null && (
              <div className="mb-6">
                <IncidentStepper incident={incident} />
              </div>
            )}
            <IncidentFacts incident={incident} sla={sla} firstUpdateMs={firstUpdateMs} now={now} />
            {incident.components.length > NAMED_MAX && <AllComponents incident={incident} />}
          </CardSection>
          {chart && (
            <CardSection labelledBy="episodes-title">
              <h2 id="episodes-title" className="text-status font-semibold">
                {TEXT.episodes.title}
              </h2>
              <EpisodeChart chart={chart} now={now} />
            </CardSection>
          )}
        </Card>
      )}
      <IncidentUpdates incident={incident} />
      <IncidentMeasured measured={measured}>
        {isOpen && chart && <EpisodeChart chart={chart} now={now} />}
      </IncidentMeasured>
      <IncidentLinks incident={incident} />
    </PageFrame>
  );
}

function AllComponents({ incident: { components } }: { incident: PublicIncident }) {
  return (
    <Disclosure summary={TEXT.facts.all} className="mt-4">
      <ul className="mt-2 gap-x-6 text-small sm:columns-2">
        {components.map(({ slug, name }) => (
          <li key={slug}>{name}</li>
        ))}
      </ul>
    </Disclosure>
  );
}
