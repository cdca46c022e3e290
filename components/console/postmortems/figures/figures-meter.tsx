import type { Figure } from './figure.ts';

const GROUPS = [
  { states: ['matches'], className: 'fill-ok-bar' },
  { states: ['differs', 'no_value'], className: 'fill-deg-bar' },
  { states: ['explained'], className: 'fill-transparent stroke-edge' },
  { states: ['not_in_record'], className: 'fill-unk-line' },
] as const;
/** The smallest part of the bar in percent, so that a single figure can be seen. */
const PART_MIN = 3;
const GAP = 0.6;

/** Shows how many figures match, differ, are explained and are not in the record, as parts of a bar. */
export function FiguresMeter({ figures }: { figures: readonly Figure[] }) {
  const parts = GROUPS.map(({ states, className }) => ({
    className,
    n: figures.filter(({ state }) => (states as readonly string[]).includes(state)).length,
  })).filter(({ n }) => n > 0);
  const widths = parts.map(({ n }) => Math.max(PART_MIN, (n / figures.length) * 100));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let from = 0;
  return (
    <svg aria-hidden="true" className="figures-meter mt-3">
      {parts.map(({ className }, i) => {
        const width = (widths[i] ?? 0) * scale;
        const x = from;
        from += width;
        const gap = i < parts.length - 1 ? GAP : 0;
        return <rect key={className} x={`${x}%`} width={`${width - gap}%`} height="8" rx="1.5" className={className} />;
      })}
    </svg>
  );
}
