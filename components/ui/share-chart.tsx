import type { Instant, Span } from '#domain/time/interval';
import { placeShareLabels, type ShareLabel } from './share-labels.ts';

/** A share from 0 to 1, which lasts until the next step; null where it is not known. */
export type ShareStep = { at: Instant; share: number | null };

const INKS = {
  par: { tint: 'fill-par-tint', line: 'stroke-par-solid', text: 'fill-par-ink', dashes: '2 3' },
  maj: { tint: 'fill-maj-tint', line: 'stroke-maj-solid', text: 'fill-maj-ink', dashes: '5 4' },
} as const;
type Ink = keyof typeof INKS;
/** The box of the lines, which is stretched to the window. Its height is in percent. */
const WIDTH = 1_000;
const HEIGHT = 100;
const GRID = [0, 25, 50, 75];

type Props = Span & {
  steps: readonly ShareStep[];
  shades: readonly (Span & { ink: Ink })[];
  limits: readonly { share: number; text: string; ink: Ink }[];
  labels: readonly { at: Instant; share: number; text: string }[];
};

/** Draws a share over time with limits and shaded spans. It is hidden from screen readers: the same data belongs into a table beside it. */
export function ShareChart({ from, to, steps, shades, limits, labels }: Props) {
  const shareOf = (at: Instant) => (at - from) / (to - from);
  const x = (at: Instant) => round(Math.min(1, Math.max(0, shareOf(at))) * WIDTH);
  const placed = placeShareLabels(
    labels.map(({ at, share, text }): ShareLabel => ({ x: shareOf(at), share, text })),
    limits.map(({ share }) => share),
  );
  return (
    <svg className="chart chart-tall" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
        {shades.map((shade) => (
          <path
            key={shade.from}
            d={`M${x(shade.from)} 0H${x(shade.to)}V${HEIGHT}H${x(shade.from)}z`}
            className={`stroke-none ${INKS[shade.ink].tint}`}
          />
        ))}
        <path d={GRID.map((y) => `M0 ${y}H${WIDTH}`).join('')} className="stroke-line" />
        {runsOf(steps, to).map((run) => (
          <g key={run[0]?.from}>
            <path
              d={`${pathOf(run, x)}V${HEIGHT}H${x(run[0]?.from ?? from)}z`}
              className="stroke-none fill-ink opacity-10"
            />
            <path d={pathOf(run, x)} className="chart-main stroke-ink" />
          </g>
        ))}
        {limits.map(({ share, text, ink }) => (
          <path
            key={text}
            d={`M0 ${heightOf(share)}H${WIDTH}`}
            strokeDasharray={INKS[ink].dashes}
            className={INKS[ink].line}
          />
        ))}
        <path d={`M0 ${HEIGHT}H${WIDTH}`} className="stroke-edge" />
      </svg>
      {limits.map(({ share, text, ink }) => (
        <text
          key={text}
          x="100%"
          y={`${heightOf(share)}%`}
          dx="-4"
          dy="-7"
          textAnchor="end"
          className={`chart-limit font-label ${INKS[ink].text}`}
        >
          {text}
        </text>
      ))}
      {placed.map(({ x: at, y, text, anchor, isOnPhone }) => (
        <text
          key={at}
          x={`${round(at * HEIGHT)}%`}
          y={`${heightOf(y)}%`}
          dy="-7"
          textAnchor={anchor}
          className={`fill-ink font-semibold ${isOnPhone ? '' : 'max-sm:hidden'}`}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}

type Piece = Span & { share: number };

/** Returns the pieces of the line, split where nothing is known, so that a gap is drawn as one. */
function runsOf(steps: readonly ShareStep[], to: Instant): Piece[][] {
  const runs: Piece[][] = [[]];
  for (const [i, { at, share }] of steps.entries()) {
    if (share === null) runs.push([]);
    else runs.at(-1)?.push({ from: at, to: steps[i + 1]?.at ?? to, share });
  }
  return runs.filter((run) => run.length > 0);
}

function pathOf(run: readonly Piece[], x: (at: Instant) => number): string {
  return run.map(({ from, to, share }, i) => `${i === 0 ? `M${x(from)} ` : 'V'}${heightOf(share)}H${x(to)}`).join('');
}

function heightOf(share: number): number {
  return round((1 - Math.min(1, share)) * HEIGHT);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
