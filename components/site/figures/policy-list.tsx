import type { ReactNode } from 'react';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { UtcTime } from '#components/ui/utc-time';
import { inForce, type Policy, policyAt } from '#domain/measurement/policy';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import { PolicySections } from './policy-sections.tsx';
import { PolicyThresholds } from './policy-thresholds.tsx';

const { policy: TEXT, rules: RULES } = enFigures;

/** Shows the policy in force with its thresholds, and all other versions, newest first. */
export function PolicyList({ policies, now }: { policies: readonly Policy[]; now: Instant }) {
  const applying = inForce(policies);
  const current = policyAt(applying, now);
  return (
    <Card id="rules">
      <CardSection className="sm:py-4">
        <Disclosure summary={<Version policy={current} />} isStrong>
          <div className="mt-4">
            <PolicyThresholds policy={current} />
          </div>
          <PolicySections policy={current} level="h3" />
          <p className="mt-3 text-small">
            <a href="/about-these-figures" className="link">
              {RULES.title}
            </a>
          </p>
          {policies
            .filter((policy) => policy !== current)
            .toReversed()
            .map((policy) => (
              <Disclosure
                key={policy.version}
                className="mt-4"
                summary={<Version policy={policy}>{!applying.includes(policy) && `, ${TEXT.overtaken}`}</Version>}
              >
                <PolicySections policy={policy} level="h3" />
              </Disclosure>
            ))}
        </Disclosure>
      </CardSection>
    </Card>
  );
}

function Version({ policy: { version, effectiveFrom }, children }: { policy: Policy; children?: ReactNode }) {
  return (
    <>
      {RULES.version(version)}, {effectiveFrom <= 0 ? TEXT.always : `${TEXT.from} `}
      {effectiveFrom > 0 && <UtcTime at={effectiveFrom} text={formatFullMoment(effectiveFrom)} />}
      {children}
    </>
  );
}
