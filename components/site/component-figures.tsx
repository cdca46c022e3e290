import type { ComponentSummary } from '#domain/site/summary';
import { monthUtc, yearUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { PeriodFigures } from './period-figures.tsx';

/** Shows this month, the last 90 days and this year side by side. */
export function ComponentFigures({
  component: { month, last90Days, year, targetMillionths },
}: {
  component: ComponentSummary;
}) {
  return (
    <div className="mt-5 grid gap-x-6 gap-y-5 sm:grid-cols-3">
      <PeriodFigures
        title={monthUtc(month.from)}
        period={month}
        targetMillionths={targetMillionths}
        budget={month.budget}
      />
      <PeriodFigures
        title={en.figures.last90Days}
        period={last90Days}
        targetMillionths={targetMillionths}
        budget={null}
      />
      <PeriodFigures
        title={yearUtc(year.from)}
        period={year}
        targetMillionths={targetMillionths}
        budget={year.budget}
      />
    </div>
  );
}
