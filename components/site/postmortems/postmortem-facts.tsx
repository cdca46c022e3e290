import { VERDICTS } from '#components/site/figures/format-sla.ts';
import { VerdictWord } from '#components/site/figures/verdict-word';
import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { FactList } from '#components/ui/fact-list';
import { formatBriefDuration, formatDuration } from '#components/ui/format-duration.ts';
import { formatBudget, formatTarget } from '#components/ui/format-share.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatPercent } from '#domain/measurement/uptime';
import type { FactBoxes, FrozenUptime, FrozenVersion } from '#domain/postmortem/published-version';
import { type Verdict, verdictOf } from '#domain/sla/verdict';
import { monthNameUtc } from '#domain/time/format-brief';
import { dayMomentUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { en } from '#messages/en/site';
import { formatPeriod } from './format-fact.ts';

const TEXT = enPostmortemPages.facts;
const COLUMNS = [
  { label: TEXT.head.period, isWhole: true },
  { label: TEXT.head.uptime, isEnd: true, isLead: true, isWhole: true },
  { label: TEXT.head.target, isLead: true, isWhole: true },
  { label: TEXT.head.down, isEnd: true, isWhole: true },
  { label: TEXT.head.budget, isEnd: true, isWhole: true },
];

type Fact = { name: string; value: string; note?: string };

/** Shows the figures of the incident as they were when the post-mortem was published, and all uptime figures below. */
export function PostmortemFacts({ frozen: { boxes, evaluatedUntil } }: { frozen: FrozenVersion }) {
  return (
    <Card id="facts" className="mt-6">
      <CardSection>
        <FactList
          isDivided
          facts={[downtimeFact(boxes), detectedFact(boxes), updateFact(boxes), slaFact(boxes.uptime, evaluatedUntil)]}
        />
      </CardSection>
      {boxes.uptime.length > 0 && (
        <CardSection className="sm:py-4">
          <Disclosure
            summary={
              <>
                {TEXT.all} <UtcTime at={evaluatedUntil} text={dayMomentUtc(evaluatedUntil)} />
              </>
            }
          >
            <div className="mt-3">
              <DataTable
                caption={TEXT.caption}
                columns={COLUMNS}
                rows={boxes.uptime.map((one) => rowOf(one, evaluatedUntil))}
                onPhone="blocks"
              />
            </div>
          </Disclosure>
        </CardSection>
      )}
    </Card>
  );
}

function downtimeFact({ downMs, episodes }: FactBoxes): Fact {
  if (downMs === null) return { name: TEXT.downtime, value: TEXT.none };
  const note = episodes > 0 ? TEXT.episodes(episodes) : TEXT.reported;
  return { name: TEXT.downtime, value: formatBriefDuration(downMs), note };
}

function detectedFact({ detectedAfterMs, identifiedAfterMs }: FactBoxes): Fact {
  const fact = { name: TEXT.detected, value: formatAfter(detectedAfterMs) };
  return identifiedAfterMs === null ? fact : { ...fact, note: TEXT.cause(formatBriefDuration(identifiedAfterMs)) };
}

function updateFact({ firstUpdateAfterMs, updates, promises: { met, missed } }: FactBoxes): Fact {
  const count = TEXT.updates(updates);
  const note = met + missed === 0 ? count : missed === 0 ? TEXT.onTime(count) : TEXT.late(count, missed);
  return { name: TEXT.update, value: formatAfter(firstUpdateAfterMs), note };
}

function formatAfter(ms: number | null): string {
  if (ms === null) return TEXT.notMeasured;
  return ms <= 0 ? TEXT.atOnce : TEXT.after(formatBriefDuration(ms));
}

/** Shows the month with the worst verdict. */
function slaFact(uptime: readonly FrozenUptime[], evaluatedUntil: Instant): Fact {
  const [worst] = uptime
    .flatMap((one) => {
      const verdict = verdictOfPeriod(one, evaluatedUntil);
      return verdict === null || !isMonth(one) ? [] : [{ ...one, verdict }];
    })
    .toSorted((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict));
  if (!worst) return { name: TEXT.sla, value: TEXT.noFigure };
  const { name, from, targetMillionths, verdict } = worst;
  return {
    name: TEXT.slaOf(name, monthNameUtc(from)),
    value: formatPeriodUptime(worst),
    note: TEXT.target(formatTarget(targetMillionths), en.sla.verdict[verdict]),
  };
}

const isMonth = ({ period }: FrozenUptime) => period.includes('-');

function verdictOfPeriod(uptime: FrozenUptime, evaluatedUntil: Instant): Verdict | null {
  const { isMet: met, to, budgetMs, downMs: consumedMs, budgetShareMillionths: consumedMillionths } = uptime;
  return verdictOf({ met, to, evaluatedUntil }, { budgetMs, consumedMs, consumedMillionths });
}

function formatPeriodUptime({ uptimeMillionths, downMs }: FrozenUptime): string {
  return uptimeMillionths === null ? en.figures.notEnough : formatPercent(uptimeMillionths, downMs);
}

function rowOf(uptime: FrozenUptime, evaluatedUntil: Instant) {
  const { name, period, downMs, budgetMs, budgetShareMillionths } = uptime;
  const verdict = verdictOfPeriod(uptime, evaluatedUntil);
  return {
    key: `${name} ${period}`,
    cells: [
      TEXT.period(name, formatPeriod(period)),
      <strong key="uptime" className="font-semibold text-ink">
        {formatPeriodUptime(uptime)}
      </strong>,
      verdict === null ? '–' : <VerdictWord key="verdict" verdict={verdict} />,
      downMs === 0 ? en.figures.none : formatDuration(downMs),
      formatBudget({ budgetMs, consumedMs: downMs, consumedMillionths: budgetShareMillionths }),
    ],
  };
}
