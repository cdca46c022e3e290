import { Disclosure } from '#components/ui/disclosure';
import { Icon } from '#components/ui/icon';
import { consoleFiguresEn } from '#messages/en/console-figures';
import type { Figure } from './figure.ts';

/** Lists the figures that need no action: those that match, and those that the record does not have. */
export function OtherFigures({ figures }: { figures: readonly Figure[] }) {
  const matching = figures.filter(({ state }) => state === 'matches');
  const unmatched = figures.filter(({ state }) => state === 'not_in_record');
  return (
    <>
      {matching.length > 0 && <Listed summary={consoleFiguresEn.matching(matching.length)} figures={matching} />}
      {unmatched.length > 0 && <Listed summary={consoleFiguresEn.unmatched(unmatched.length)} figures={unmatched} />}
    </>
  );
}

function Listed({ summary, figures }: { summary: string; figures: readonly Figure[] }) {
  return (
    <Disclosure summary={summary} className="border-t border-line px-4 py-2.5">
      <ul className="pt-1 pb-1.5 text-small">
        {figures.map((figure) => (
          <li
            key={figure.id}
            data-finding={figure.id}
            tabIndex={-1}
            className="flex items-baseline gap-2 rounded-tag py-1"
          >
            {figure.state === 'matches' && <Icon name="check" className="size-4 self-center text-ok-solid" />}
            <span className="flex-1 text-quiet">{figure.name}</span>
            <strong className="font-semibold">{shownValue(figure)}</strong>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** A live reference is shown as readers will see it, a claim as it is written. */
function shownValue({ text, recorded }: Figure): string {
  return text.startsWith('{{') && recorded !== null ? recorded : text;
}
