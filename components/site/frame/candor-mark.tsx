import { CANDOR_MARK } from '#domain/site/candor-mark';

/** Shows Candor's mark. The name beside it is its text alternative. */
export function CandorMark({ className }: { className: string }) {
  const { ring, stroke, dot } = CANDOR_MARK;
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className={`flex-none ${className}`}>
      <path d={ring} strokeWidth={stroke} strokeLinecap="round" className="fill-none stroke-ink" />
      <circle cx={dot.x} cy={dot.y} r={dot.radius} className="fill-accent" />
    </svg>
  );
}
