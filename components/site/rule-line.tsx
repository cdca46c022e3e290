import { UtcTime } from '#components/ui/utc-time';
import type { ComponentSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** By which rules the figures above came about, and how far they reach. */
export function RuleLine({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { slug, policy, evaluatedUntil } = component;
  return (
    <p className="mt-2 text-sm text-quiet">
      {en.countedBy}{' '}
      <a href={`/components/${slug}#rules`} className="inline-block min-h-6 underline underline-offset-2">
        {en.ruleVersion(policy.version)}
      </a>
      {evaluatedUntil !== null && (
        <>
          {`, ${en.evaluatedUntil} `}
          <UtcTime at={evaluatedUntil} words={formatMoment(evaluatedUntil, now)} />
        </>
      )}
    </p>
  );
}
