import type { ReactNode } from 'react';
import { type SlaMonth, slaVerdict, VERDICTS } from '#components/site/figures/format-sla.ts';
import { FactList } from '#components/ui/fact-list';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { formatTarget } from '#components/ui/format-share.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { downtimeBasis, downtimeMs, type PublicIncident } from '#domain/incident/public-incident';
import type { Mark } from '#domain/site/status-shapes';
import type { Verdict } from '#domain/sla/verdict';
import { monthNameUtc } from '#domain/time/format-brief';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { en } from '#messages/en/site';
import { componentNames, worstToneOf } from './format-incident.ts';

const TEXT = enIncidentPages.incident.facts;
/** More names do not fit into a fact. */
const NAMES_MAX = 3;
const MARKS: Record<Verdict, Mark> = {
  met: 'operational',
  met_so_far: 'operational',
  at_risk: 'degraded_performance',
  missed: 'major_outage',
};

type Fact = { name: string; value: ReactNode; note?: string };
type Props = { incident: PublicIncident; sla: readonly SlaMonth[]; firstUpdateMs: number | null; now: Instant };

/** Shows the four facts of an incident that has ended. */
export function IncidentFacts({ incident, sla, firstUpdateMs, now }: Props) {
  return (
    <FactList
      facts={[
        { name: TEXT.affected, value: <Affected incident={incident} /> },
        downtimeFact(incident, now),
        {
          name: TEXT.firstUpdate,
          value: <bdi>{firstUpdateMs === null ? TEXT.notMeasured : firstUpdate(firstUpdateMs)}</bdi>,
        },
        slaFact(incident, sla, now),
      ]}
    />
  );
}

const firstUpdate = (ms: number) => TEXT.after(formatBriefDuration(ms));

function Affected({ incident }: { incident: PublicIncident }) {
  const { length } = incident.components;
  if (length === 0) return TEXT.nothing;
  return (
    <Marked tone={worstToneOf(incident)}>{length > NAMES_MAX ? TEXT.count(length) : componentNames(incident)}</Marked>
  );
}

function downtimeFact(incident: PublicIncident, now: Instant): Fact {
  const down = downtimeMs(incident, now);
  if (down === null) return { name: TEXT.downtime, value: TEXT.none };
  const fact = { name: TEXT.downtime, value: <bdi>{formatBriefDuration(down)}</bdi> };
  if (downtimeBasis(incident, now) === 'reported') return { ...fact, note: TEXT.reported };
  return incident.episodes.some(({ to }) => to === null) ? { ...fact, note: TEXT.ongoing } : fact;
}

/** Shows whether the month meets its target; of several components, the worst one. */
function slaFact(incident: PublicIncident, sla: readonly SlaMonth[], now: Instant): Fact {
  if (downtimeBasis(incident, now) !== 'measured') return { name: TEXT.sla, value: TEXT.unchanged };
  const [worst] = sla
    .flatMap((one) => {
      const verdict = slaVerdict(one.month);
      return verdict === null ? [] : [{ ...one, verdict }];
    })
    .toSorted((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict));
  if (!worst) return { name: TEXT.sla, value: TEXT.noFigure };
  const { name, targetMillionths, month, verdict } = worst;
  const text = TEXT.verdict(formatTarget(targetMillionths), en.sla.verdict[verdict]);
  return {
    name: TEXT.slaOf(monthNameUtc(month.from)),
    value: <Marked tone={MARKS[verdict]}>{text}</Marked>,
    ...(sla.length > 1 ? { note: name } : {}),
  };
}

function Marked({ tone, children }: { tone: Mark; children: ReactNode }) {
  return (
    <span className="flex items-start gap-1.5">
      <StatusIcon tone={tone} size={16} className="mt-1" />
      <bdi className="min-w-0">{children}</bdi>
    </span>
  );
}
