import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { toneOf } from '#domain/measurement/tone';
import type { ComponentSummary } from '#domain/site/summary';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { ComponentStatus } from './component-status.tsx';

/** Shows the name of a component and its current status. */
export function ComponentHeadline({
  component,
  isArchived,
  now,
}: {
  component: ComponentSummary;
  isArchived: boolean;
  now: Instant;
}) {
  return (
    <header
      className={`border-s-8 ${STATUS_TOKENS[isArchived ? 'not_monitored' : toneOf(component)].edge} ps-4 sm:ps-6`}
      id="_headline"
      data-name={`${component.name}:`}
    >
      <p className="text-small">
        <a href="/" className="inline-block min-h-6 text-accent underline underline-offset-4">
          {en.component.back}
        </a>
      </p>
      <h1 className="mt-1 text-title">{component.name}</h1>
      {component.description && <p className="text-quiet">{component.description}</p>}
      <div className="mt-2 text-body" data-headline="">
        {isArchived ? en.component.archived : <ComponentStatus component={component} now={now} />}
      </div>
      <p className="mt-3 text-small text-quiet">
        {en.freshness.asOf} <UtcTime at={now} text={formatFullMoment(now)} />
      </p>
    </header>
  );
}
