const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;
type Unit = (typeof UNITS)[number]['name'];

/** Splits a duration into at most `count` adjacent units from the largest, floored to the last. Units of 0 are left out. Empty below one second. */
export function durationParts(ms: number, count = 3): { whole: number; unit: Unit }[] {
  let rest = Math.floor(ms / 1_000);
  const first = UNITS.findIndex((unit) => rest >= unit.seconds);
  if (first === -1) return [];
  const parts = UNITS.slice(first, first + count).map(({ name, seconds }) => {
    const whole = Math.floor(rest / seconds);
    rest -= whole * seconds;
    return { whole, unit: name };
  });
  return parts.filter(({ whole }) => whole > 0);
}
