import type { ReactNode } from 'react';

type Step = { key: string; name: string; at?: ReactNode };
/** `current`: the index of the current step. `isComplete`: nothing comes after it. */
type Props = { label: string; steps: readonly Step[]; current: number; isComplete?: boolean };

/** Shows how far something has come. Steps after the current one are empty, also those that were reached before. */
export function Stepper({ label, steps, current, isComplete = false }: Props) {
  return (
    <ol aria-label={label} className="flex gap-1">
      {steps.map((step, i) => {
        const state = i < current || (isComplete && i === current) ? 'done' : i === current ? 'current' : 'coming';
        const isOnPhone = isComplete ? i === 0 || i === current : i === current;
        return <StepBar key={step.key} step={step} state={state} isCurrent={i === current} isOnPhone={isOnPhone} />;
      })}
    </ol>
  );
}

const BARS = {
  done: 'bg-ink',
  current: 'bg-accent',
  coming: 'bg-line forced-colors:border forced-colors:border-edge forced-colors:bg-surface',
} as const;
const NAMES = { done: 'text-ink', current: 'text-accent', coming: 'text-quiet' } as const;

type BarProps = { step: Step; state: keyof typeof BARS; isCurrent: boolean; isOnPhone: boolean };

function StepBar({ step: { name, at }, state, isCurrent, isOnPhone }: BarProps) {
  return (
    <li aria-current={isCurrent ? 'step' : undefined} className="min-w-0 flex-1 max-sm:last:text-end">
      <div className={`step-bar h-1 rounded-full ${BARS[state]}`} />
      <div className={`mt-2 text-micro ${isOnPhone ? 'max-sm:whitespace-nowrap' : 'max-sm:sr-only'}`}>
        <p className={`font-semibold ${NAMES[state]}`}>{name}</p>
        {at && state !== 'coming' && <p className="text-quiet">{at}</p>}
      </div>
    </li>
  );
}
