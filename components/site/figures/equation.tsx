type Part = { name: string; value: string };
type Props = { sign: '−' | '÷'; parts: readonly [Part, Part, Part] };

/** Shows a calculation with two operands and its result, each below its name. On phones, the parts are lines. */
export function Equation({ sign, parts }: Props) {
  const signs = ['', sign, '='];
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[repeat(3,minmax(0,11rem))]">
      {parts.map(({ name, value }, i) => (
        <div
          key={`${i} ${name}`}
          className="flex flex-wrap items-end justify-between gap-x-3 sm:flex-nowrap sm:justify-start"
        >
          {signs[i] && <span className="text-row">{signs[i]}</span>}
          <div className="contents sm:block">
            <dt className="text-micro text-quiet max-sm:flex-1">{name}</dt>
            <dd className="text-row font-semibold text-ink">{value}</dd>
          </div>
        </div>
      ))}
    </dl>
  );
}
