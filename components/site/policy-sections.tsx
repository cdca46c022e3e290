import type { Policy } from '#domain/measurement/policy';
import { formatPolicy } from './format-policy.ts';

/** Shows a policy as short lists of rules. */
export function PolicySections({ policy, level }: { policy: Policy; level: 'h3' | 'h4' }) {
  const Heading = level;
  return formatPolicy(policy).map(({ heading, sentences }) => (
    <div key={heading} className="mt-4">
      <Heading className="font-semibold">{heading}</Heading>
      <ul className="mt-1 list-disc ps-5">
        {sentences.map((sentence) => (
          <li key={sentence} className="mt-1">
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  ));
}
