import { type Mark, RECOVERING_SHAPE, STATUS_SHAPES } from '#domain/site/status-shapes';
import { STATUS_TOKENS } from './status-tokens.ts';

const SIZES = {
  14: 'size-3.5',
  16: 'size-4',
  18: 'size-4.5',
  20: 'size-5',
  22: 'size-5.5',
  banner: 'size-8.5 sm:size-12',
} as const;
const DASHES = '3.2 2.5';

/** `isInherited`: the icon has the colour of the text around it, as on a solid banner. */
type Props = {
  tone: Mark;
  isRecovering?: boolean;
  size?: keyof typeof SIZES;
  isInherited?: boolean;
  className?: string;
};

/** Shows the icon of a status. The word beside it is its text alternative. */
export function StatusIcon({ tone, isRecovering = false, size = 20, isInherited = false, className = '' }: Props) {
  const { shape, style, glyph, isGlyphFilled } = isRecovering ? RECOVERING_SHAPE : STATUS_SHAPES[tone];
  const ink = isInherited ? '' : STATUS_TOKENS[tone].solid;
  const glyphClass = isGlyphFilled ? 'fill-glyph stroke-none' : style === 'solid' ? 'stroke-glyph' : undefined;
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className={`icon ${SIZES[size]} ${ink} ${className}`}>
      <path
        d={shape}
        fill={style === 'solid' ? 'currentColor' : undefined}
        strokeDasharray={style === 'dashed' ? DASHES : undefined}
      />
      <path d={glyph} className={glyphClass} />
    </svg>
  );
}
