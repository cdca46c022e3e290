import { UtcTime } from '#components/ui/utc-time';
import { inForce, type Policy, policyAt } from '#domain/measurement/policy';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import { en } from '#messages/en/site';
import { PolicySections } from './policy-sections.tsx';

const TEXT = en.component;

/** Shows the policy in force as text, and all policy versions, newest first. */
export function PolicyList({ policies, now }: { policies: readonly Policy[]; now: Instant }) {
  const applying = inForce(policies);
  const current = policyAt(applying, now);
  return (
    <section className="mt-10" id="rules" aria-labelledby="rules-title">
      <h2 id="rules-title" className="text-section">
        {TEXT.rules}
      </h2>
      <Version policy={current} />
      <PolicySections policy={current} level="h3" />
      <p className="mt-3 text-small">
        <a href="/about-these-figures" className="link">
          {enFigures.rules.title}
        </a>
      </p>
      {policies
        .filter((policy) => policy !== current)
        .toReversed()
        .map((policy) => (
          <details key={policy.version} className="mt-4">
            <summary className="min-h-6 cursor-pointer text-accent underline underline-offset-2">
              <Version policy={policy} />
              {!applying.includes(policy) && `, ${TEXT.policyOvertaken}`}
            </summary>
            <PolicySections policy={policy} level="h3" />
          </details>
        ))}
    </section>
  );
}

function Version({ policy: { version, effectiveFrom } }: { policy: Policy }) {
  return (
    <span>
      {TEXT.policyHead(version)}, {effectiveFrom <= 0 ? TEXT.policyAlways : `${TEXT.policyFrom} `}
      {effectiveFrom > 0 && <UtcTime at={effectiveFrom} text={formatFullMoment(effectiveFrom)} />}
    </span>
  );
}
