import { formatUptime } from '#components/ui/format-share.ts';
import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import { toneOf } from '#domain/measurement/tone';
import type { ComponentSummary } from '#domain/site/summary';
import { type Verdict, verdictOf } from '#domain/sla/verdict';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { ComponentStatus } from './component-status.tsx';
import { DayStrip } from './day-strip.tsx';
import { VERDICT_TONES } from './target-line.tsx';

/** Shows one component in one row: name, days, uptime of the month with the mark of its target, and status. */
export function ComponentRow({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { slug, name, days, month } = component;
  const isAffected = toneOf(component) !== 'operational';
  const isShown = month.uptimeMillionths !== null && month.hasEnoughData;
  const verdict = isShown ? verdictOf(month, month.budget) : null;
  return (
    <li id={slug} className={`component-row ${isAffected ? 'sm:min-h-14' : 'sm:min-h-11'}`}>
      <p className="min-w-0 text-status font-semibold text-ink">
        <a href={`/components/${slug}`} className="hover:underline">
          {name}
        </a>
      </p>
      <div className="component-days">
        <DayStrip slug={slug} name={name} days={days} />
      </div>
      <p className={`component-uptime ${verdict === 'missed' ? 'font-semibold text-ink' : ''}`}>
        <span className="sr-only">{en.sla.uptimeOf} </span>
        {isShown ? formatUptime(month) : '–'}
        {verdict === null ? <span className="size-3.5" /> : <VerdictMark verdict={verdict} />}
      </p>
      <ComponentStatus component={component} now={now} isSmall />
    </li>
  );
}

/** Shows whether a target is met as a small mark: what is normal is only a line. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return (
    <>
      {VERDICT_TONES[verdict] === 'operational' ? (
        <Icon name="check" className="size-3.5 text-ok-solid" />
      ) : (
        <StatusIcon tone={VERDICT_TONES[verdict]} size={14} />
      )}
      <span className="sr-only">{en.sla.verdict[verdict]}</span>
    </>
  );
}
