import { Stepper } from '#components/ui/stepper';
import { UtcTime } from '#components/ui/utc-time';
import { incidentSteps } from '#domain/incident/incident-steps';
import type { PublicIncident } from '#domain/incident/public-incident';
import { briefMoment } from '#domain/time/format-brief';
import { enIncidentPages } from '#messages/en/incident-pages';
import { enIncidents } from '#messages/en/incidents';

/** Shows the states of an incident with their last times. After a move backwards, later states are empty again. */
export function IncidentStepper({ incident }: { incident: PublicIncident }) {
  const { steps, current } = incidentSteps(incident.state, incident.updates);
  return (
    <Stepper
      label={enIncidentPages.incident.progress}
      current={current}
      isComplete={current === steps.length - 1}
      steps={steps.map(({ state, at }) => ({
        key: state,
        name: enIncidents.state[state],
        at: at !== null && <UtcTime at={at} text={briefMoment(at, incident.startedAt)} isBrief />,
      }))}
    />
  );
}
