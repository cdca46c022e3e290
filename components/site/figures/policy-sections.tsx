import type { Policy } from '#domain/measurement/policy';
import { formatPolicy } from './format-policy.ts';

/** Shows a policy as short lists of rules. */
export function PolicySections({ policy, level }: { policy: Policy; level: 'h3' | 'h4' }) {
  const Heading = level;
  return formatPolicy(policy).map(({ heading, sentences }) => (
    <div key={heading} className="mt-4 max-w-[66ch] text-small">
      <Heading className="font-semibold text-ink">{heading}</Heading>
      <ul className="mt-1 list-disc space-y-1 ps-5">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  ));
}
