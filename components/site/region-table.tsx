import { fleetSize } from '#components/ui/format-fleet.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { TableHead } from '#components/ui/table-head';
import type { RegionSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';

const TEXT = en.component.regionHead;

/** Shows the status of each region. */
export function RegionTable({ regions }: { regions: readonly RegionSummary[] }) {
  return (
    <section className="mt-10" id="regions" aria-labelledby="regions-title">
      <h2 id="regions-title" className="text-section">
        {en.component.regions}
      </h2>
      <p className="mt-1 text-small text-quiet">{en.component.regionsNote}</p>
      <table className="mt-3 w-full text-start">
        <TableHead columns={[TEXT.region, TEXT.status, TEXT.fleet]} />
        <tbody>
          {regions.map(({ name, title, status, counts }) => (
            <tr key={name}>
              <th scope="row">{title}</th>
              <td>
                <span className="flex items-start gap-2">
                  <StatusIcon tone={status} className="mt-0.5" />
                  {STATUS_TOKENS[status].label}
                </span>
              </td>
              <td>{en.component.inSync(counts.up + counts.degraded, fleetSize(counts))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
