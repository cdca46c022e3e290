import { ExplainedFigure } from './explained-figure.tsx';
import { type Figure, hasFinding, isOpen } from './figure.ts';
import type { FindingActions } from './finding-item.tsx';
import { OpenFigure } from './open-figure.tsx';
import { OtherFigures } from './other-figures.tsx';
import type { FigureCheck } from './use-figure-check.ts';
import { findingIn, type SelectedFigure } from './use-selected-figure.ts';

type Props = FindingActions & { check: FigureCheck; selected: SelectedFigure };

/** Lists the figures that differ in the order of the text, then the explained ones, then those that match. */
export function FindingList({ check: { figures }, selected, hrefOf, ...actions }: Props) {
  const onExplain = (figure: Figure, reason: string) => followed(figure, () => actions.onExplain(figure, reason));
  const onRemove = (figure: Figure) => followed(figure, () => actions.onRemove(figure));
  const open = figures.filter(isOpen);
  const explained = figures.filter(({ state }) => state === 'explained');
  return (
    <>
      {[...open, ...explained].length > 0 && (
        <ul>
          {open.map((figure) => (
            <OpenFigure key={figure.id} figure={figure} selected={selected} onExplain={onExplain} hrefOf={hrefOf} />
          ))}
          {explained.map((figure) => (
            <ExplainedFigure key={figure.id} figure={figure} onExplain={onExplain} onRemove={onRemove} />
          ))}
        </ul>
      )}
      <OtherFigures figures={figures.filter((figure) => !hasFinding(figure))} />
    </>
  );
}

/** Changes a finding and keeps the focus on it, although it is shown in another way and at another place. */
function followed({ id }: Figure, change: () => void): void {
  change();
  requestAnimationFrame(() => findingIn(document, id)?.focus());
}
