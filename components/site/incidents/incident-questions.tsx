import type { ReactNode } from 'react';
import { type SlaMonth, slaVerdict } from '#components/site/figures/format-sla.ts';
import { formatBriefDuration, formatWholeMinutes } from '#components/ui/format-duration.ts';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { StatusWord } from '#components/ui/status-word';
import { UtcTime } from '#components/ui/utc-time';
import type { FailurePlace } from '#domain/incident/failure-place';
import { downtimeBasis, downtimeMs, type PublicComponent, type PublicIncident } from '#domain/incident/public-incident';
import { givesAdvice } from '#domain/incident/update-lint';
import { wholeBudget } from '#domain/sla/whole-budget';
import { monthNameUtc } from '#domain/time/format-brief';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';
import type { FailureNow } from '#server/incidents/reads/failures-now';

const TEXT = enIncidentPages.incident.questions;
/** Components whose error budget is named; the page of uptime has the others. */
const BUDGETS_MAX = 3;
/** More regions than this are counted, not named. */
const REGIONS_NAMED = 3;
const NAMES = new Intl.ListFormat('en-GB');

type Props = {
  incident: PublicIncident;
  failures: readonly FailureNow[];
  sla: readonly SlaMonth[];
  now: Instant;
};

/** Answers common questions of partners during an incident, as far as known facts answer them. */
export function IncidentQuestions({ incident, failures, sla, now }: Props) {
  const { components, updates, whatYouCanDo } = incident;
  const advice = updates.find(({ text, retractedAt }) => retractedAt === null && givesAdvice(text));
  return (
    <section aria-label={TEXT.label} id="questions">
      <dl className="mt-6 grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {components.length > 0 && (
          <Question text={TEXT.affected}>
            <ul className="space-y-2">
              {components.map((component) => (
                <Affected
                  key={component.slug}
                  component={component}
                  failure={failures.find(({ slug }) => slug === component.slug)}
                />
              ))}
            </ul>
          </Question>
        )}
        {whatYouCanDo !== null && <Question text={TEXT.whatYouCanDo}>{whatYouCanDo}</Question>}
        {whatYouCanDo === null && advice && (
          <Question text={TEXT.whatYouCanDo}>
            {TEXT.advice}{' '}
            <a href={`#${advice.publicId}`} className="link">
              <UtcTime at={advice.occurredAt} text={formatMoment(advice.occurredAt, now)} />
            </a>
          </Question>
        )}
        <Question text={TEXT.sla}>
          {slaAnswer(incident, now)}
          {downtimeBasis(incident, now) === 'measured' && <Budgets sla={sla} />}
        </Question>
      </dl>
    </section>
  );
}

type AffectedProps = { component: PublicComponent; failure: FailureNow | undefined };

/** Shows a component with its status, where it fails, and what readers notice. */
function Affected({ component: { name, status }, failure }: AffectedProps) {
  const where = failure?.place ? ` ${formatPlace(failure.place)}` : '';
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-2">
        {name} <StatusWord tone={status} text={`${STATUS_TOKENS[status].label}${where}`} size={16} />
      </p>
      {failure?.effect && <p>{failure.effect}</p>}
    </li>
  );
}

function formatPlace({ failing, all }: FailurePlace): string {
  const { regionCount, regions } = enIncidents.title;
  return failing.length > REGIONS_NAMED ? regionCount(failing.length, all) : regions(NAMES.format(failing));
}

function slaAnswer(incident: PublicIncident, now: Instant): string {
  const downMs = downtimeMs(incident, now);
  if (downMs === null) return TEXT.none;
  if (downtimeBasis(incident, now) === 'reported') return TEXT.reported;
  const isOngoing = incident.episodes.some(({ to }) => to === null);
  return isOngoing ? TEXT.countsSoFar(formatBriefDuration(downMs)) : TEXT.counts(formatBriefDuration(downMs));
}

function Budgets({ sla }: { sla: readonly SlaMonth[] }) {
  return sla
    .flatMap((one) => {
      const verdict = slaVerdict(one.month);
      return verdict === null ? [] : [{ ...one, verdict }];
    })
    .slice(0, BUDGETS_MAX)
    .map(({ slug, name, month, verdict }) => {
      const { allowedMs, usedMs } = wholeBudget(month.budget.budgetMs, month.budget.consumedMs);
      const [used, allowed] = [formatWholeMinutes(usedMs), formatWholeMinutes(allowedMs)];
      return (
        <span key={slug} className="block">
          {TEXT.budget(name, monthNameUtc(month.from), used, allowed, en.sla.verdict[verdict])}
        </span>
      );
    });
}

function Question({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-micro text-quiet">{text}</dt>
      <dd className="mt-0.5 text-status">{children}</dd>
    </div>
  );
}
