import { UtcTime } from '#components/ui/utc-time';
import type { ComponentSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** Shows the policy and the period of the figures above. */
export function RuleLine({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { slug, policy, evaluatedUntil } = component;
  return (
    <p className="text-small text-quiet">
      {en.countedBy}{' '}
      <a href={`/components/${slug}#rules`} className="inline-block min-h-6 underline underline-offset-2">
        {en.policyVersion(policy.version)}
      </a>
      {evaluatedUntil !== null && (
        <>
          {`, ${en.evaluatedUntil} `}
          <UtcTime at={evaluatedUntil} text={formatMoment(evaluatedUntil, now)} />
        </>
      )}
    </p>
  );
}
