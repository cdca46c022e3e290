import { memo, useEffect, useRef, useState } from 'react';
import { ExplainedFigure } from './explained-figure.tsx';
import { type Figure, hasFinding, isOpen } from './figure.ts';
import type { FindingActions } from './finding-item.tsx';
import { OpenFigure } from './open-figure.tsx';
import { OtherFigures } from './other-figures.tsx';
import type { FigureCheck } from './use-figure-check.ts';
import { findingIn, type SelectedFigure } from './use-selected-figure.ts';

type Props = FindingActions & { check: FigureCheck; selected: SelectedFigure };

/** Lists the figures that differ in the order of the text, then the explained ones, then those that match. */
export function FindingList(props: Props) {
  const acts = useSteadyActs(props);
  return <List figures={props.check.figures} selectedId={props.selected.id} {...acts} />;
}

type Acts = Required<FindingActions> & { onSelect: (figure: Figure) => void };

/** Returns functions that stay the same and call those of the last rendering, so that the list is not rendered again while text is typed. */
function useSteadyActs(props: Props): Acts {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const [acts] = useState<Acts>(() => ({
    onSelect: ({ id }) => latest.current.selected.select(id),
    onExplain: (figure, reason) => followed(figure, () => latest.current.onExplain(figure, reason)),
    onRemove: (figure) => followed(figure, () => latest.current.onRemove(figure)),
    hrefOf: (figure) => latest.current.hrefOf?.(figure) ?? null,
  }));
  return acts;
}

const List = memo(function List({ figures, selectedId, ...acts }: ListProps) {
  const open = figures.filter(isOpen);
  const explained = figures.filter(({ state }) => state === 'explained');
  return (
    <>
      {[...open, ...explained].length > 0 && (
        <ul>
          {open.map((figure) => (
            <OpenFigure key={figure.id} figure={figure} isSelected={figure.id === selectedId} {...acts} />
          ))}
          {explained.map((figure) => (
            <ExplainedFigure key={figure.id} figure={figure} {...acts} />
          ))}
        </ul>
      )}
      <OtherFigures figures={figures.filter((figure) => !hasFinding(figure))} />
    </>
  );
});
type ListProps = Acts & { figures: readonly Figure[]; selectedId: string | null };

/** Changes a finding and keeps the focus on it, although it is shown in another way and at another place. */
function followed({ id }: Figure, change: () => void): void {
  change();
  requestAnimationFrame(() => findingIn(document, id)?.focus());
}
