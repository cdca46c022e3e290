import type { Instant } from '#domain/interval';
import type { ComponentSummary } from '#domain/summary';
import { momentWords } from '#domain/utc-words';
import { en } from '../messages/en.ts';
import { durationWords } from './duration-words.ts';
import { UtcTime } from './utc-time.tsx';

/** By which rules the figures above came about, and how far they reach. */
export function RuleLine({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { policy, judgedUpTo } = component;
  return (
    <p className="mt-2 text-sm text-quiet">
      {en.rule({ version: policy.version, silence: durationWords(policy.silenceAfterMs), confirm: durationWords(policy.confirmForMs) })}
      {judgedUpTo !== null && (
        <>
          {` ${en.judgedUpTo} `}
          <UtcTime at={judgedUpTo} words={momentWords(judgedUpTo, now)} />.
        </>
      )}
    </p>
  );
}
