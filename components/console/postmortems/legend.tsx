import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';

const TEXT = consolePostmortemsEn.figures.legend;
const STATES = ['matches', 'differs', 'explained'] as const;

/** Explains the marks in the text, with a figure of each kind that the text has. */
export function Legend({ figures }: { figures: readonly Figure[] }) {
  const examples = STATES.flatMap((state) => {
    const figure = figures.find((one) => one.state === state);
    return figure ? [{ state, text: figure.text.startsWith('{{') ? (figure.recorded ?? '') : figure.text }] : [];
  });
  if (examples.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-1 border-t border-line px-4 py-3 text-micro text-quiet sm:px-6">
      {examples.map(({ state, text }) => (
        <span key={state}>
          <span data-mark={state} className="text-ink">
            {text}
          </span>{' '}
          {TEXT[state]}
        </span>
      ))}
    </p>
  );
}
