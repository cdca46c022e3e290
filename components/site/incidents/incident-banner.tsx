import type { SlaMonth } from '#components/site/figures/format-sla.ts';
import { Banner, BannerSection } from '#components/ui/banner';
import { ButtonLink } from '#components/ui/button';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { Icon } from '#components/ui/icon';
import { NextUpdateLine } from '#components/ui/next-update-line';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { PublicIncident } from '#domain/incident/public-incident';
import { stateSince } from '#domain/incident/state-since';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { enSubscribe } from '#messages/en/subscribe';
import type { FailureNow } from '#server/incidents/reads/failures-now';
import { currentToneOf } from './format-incident.ts';
import { IncidentQuestions } from './incident-questions.tsx';
import { IncidentStepper } from './incident-stepper.tsx';

const TEXT = enIncidentPages.incident;

type Props = {
  incident: PublicIncident;
  failures: readonly FailureNow[];
  sla: readonly SlaMonth[];
  now: Instant;
};

/** Shows an open incident: its title, how far it is, when the next update comes, and answers to common questions. */
export function IncidentBanner({ incident, failures, sla, now }: Props) {
  const { nextUpdateBy } = incident;
  return (
    <Banner
      {...currentToneOf(incident)}
      id="_headline"
      isTitle
      title={incident.title}
      lead={<Lead incident={incident} now={now} />}
    >
      <BannerSection>
        <IncidentStepper incident={incident} />
        <div className="mt-6">
          {nextUpdateBy === null ? (
            <p className="text-status text-quiet">{TEXT.noNextUpdate}</p>
          ) : (
            <NextUpdateLine by={nextUpdateBy} from={announcedAt(incident)} now={now} />
          )}
        </div>
        <IncidentQuestions incident={incident} failures={failures} sla={sla} now={now} />
        <p className="mt-6">
          <ButtonLink href={`/subscribe?incident=${incident.publicId}`} variant="primary">
            <Icon name="bell" />
            {enSubscribe.toIncident}
          </ButtonLink>
        </p>
      </BannerSection>
    </Banner>
  );
}

/** Returns when the time of the next update was announced. */
function announcedAt({ updates, nextUpdateBy, startedAt }: PublicIncident): Instant {
  return updates.find((update) => update.nextUpdateBy === nextUpdateBy)?.publishedAt ?? startedAt;
}

function Lead({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const { tone, isRecovering } = currentToneOf(incident);
  const since = stateSince(incident);
  const time = <UtcTime at={since} text={formatMoment(since, now)} />;
  const [before, after] = leadTexts(
    tone === 'incident' ? null : STATUS_TOKENS[tone].label,
    isRecovering,
    formatBriefDuration(now - since),
  );
  return (
    <>
      {before} {time}
      {after}
    </>
  );
}

function leadTexts(status: string | null, isRecovering: boolean, duration: string): [string, string] {
  if (isRecovering) return [TEXT.lead.recovering, TEXT.lead.watching];
  return [status === null ? TEXT.lead.since : TEXT.lead.statusSince(status), TEXT.lead.duration(duration)];
}
