import type { ReactNode } from 'react';
import { type SlaMonth, slaVerdict } from '#components/site/figures/format-sla.ts';
import { formatBriefDuration, formatWholeMinutes } from '#components/ui/format-duration.ts';
import { StatusWord } from '#components/ui/status-word';
import { UtcTime } from '#components/ui/utc-time';
import { downtimeBasis, downtimeMs, type PublicIncident } from '#domain/incident/public-incident';
import { givesAdvice } from '#domain/incident/update-lint';
import { wholeBudget } from '#domain/sla/whole-budget';
import { monthNameUtc } from '#domain/time/format-brief';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { en } from '#messages/en/site';

const TEXT = enIncidentPages.incident.questions;
/** Components whose error budget is named; the page of uptime has the others. */
const BUDGETS_MAX = 3;

type Props = { incident: PublicIncident; sla: readonly SlaMonth[]; now: Instant };

/** Answers common questions of partners during an incident, as far as known facts answer them. */
export function IncidentQuestions({ incident, sla, now }: Props) {
  const { components, updates, whatYouCanDo } = incident;
  const advice = updates.find(({ text, retractedAt }) => retractedAt === null && givesAdvice(text));
  return (
    <section aria-label={TEXT.label} id="questions">
      <dl className="mt-6 grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {components.length > 0 && (
          <Question text={TEXT.affected}>
            <ul className="space-y-1">
              {components.map(({ slug, name, status }) => (
                <li key={slug} className="flex flex-wrap items-center gap-x-2">
                  {name} <StatusWord tone={status} size={16} />
                </li>
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
