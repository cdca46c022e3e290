import type { Instant } from '#domain/interval';
import type { ComponentSummary } from '#domain/summary';
import { momentWords } from '#domain/utc-words';
import { en } from '../messages/en.ts';
import { UtcTime } from './utc-time.tsx';

/** By which rules the figures above came about, and how far they reach. */
export function RuleLine({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { slug, policy, judgedUpTo } = component;
  return (
    <p className="mt-2 text-sm text-quiet">
      {en.countedBy}{' '}
      <a href={`/components/${slug}#rules`} className="inline-block min-h-6 underline underline-offset-2">
        {en.ruleVersion(policy.version)}
      </a>
      {judgedUpTo !== null && (
        <>
          {`, ${en.judgedUpTo} `}
          <UtcTime at={judgedUpTo} words={momentWords(judgedUpTo, now)} />
        </>
      )}
    </p>
  );
}
