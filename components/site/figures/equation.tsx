type Part = { name: string; value: string };
type Props = { sign: '−' | '÷'; parts: readonly [Part, Part, Part] };

/** Shows a calculation with two operands and its result, each below its name. On phones, the parts are lines. */
export function Equation({ sign, parts }: Props) {
  const signs = [undefined, sign, '='];
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[repeat(3,minmax(0,14rem))]">
      {parts.map(({ name, value }, i) => (
        <div
          key={`${i} ${name}`}
          data-sign={signs[i]}
          className="flex flex-wrap items-end justify-between data-sign:before:me-3 data-sign:before:text-row data-sign:before:content-[attr(data-sign)] sm:grid sm:grid-cols-[auto_minmax(0,1fr)] sm:before:row-span-2"
        >
          <dt className="text-micro text-quiet max-sm:flex-1 sm:col-start-2">{name}</dt>
          <dd className="text-row font-semibold text-ink sm:col-start-2">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
