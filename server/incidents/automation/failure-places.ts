import { type FailurePlace, failurePlace } from '#domain/incident/failure-place';
import { type Counts, rawStatus } from '#domain/measurement/component-status';
import { DEFAULT_POLICY, inForce, policyAt } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { regionCounts } from '#server/incidents/sql/region-counts';

/** Returns where components fail by the last evaluation, by component. Reads on the connection that holds the incident lock. */
export async function failurePlaces(
  tx: IncidentTransaction,
  componentIds: readonly number[],
  now: Instant,
): Promise<Map<number, FailurePlace | null>> {
  const counts = await regionCounts(tx, componentIds);
  const titles = new Map((await tx.region.findMany()).map(({ name, title }) => [name, title]));
  const policies = await tx.policyVersion.findMany({
    where: { componentId: { in: [...componentIds] } },
    orderBy: { version: 'asc' },
  });
  return new Map(
    componentIds.map((id) => {
      const own = policies.filter(({ componentId }) => componentId === id);
      const policy = policyAt(own.length > 0 ? inForce(own.map(withInstant)) : [DEFAULT_POLICY], now);
      const regions = Object.entries(counts.get(id) ?? {});
      return [id, failurePlace(regions.map(([name, one]) => regionOf(name, one)))];

      function regionOf(name: string, one: Counts) {
        return { title: name === '' ? null : (titles.get(name) ?? name), status: rawStatus(one, policy) };
      }
    }),
  );
}

const withInstant = <T extends { effectiveFrom: Date }>(policy: T) => ({
  ...policy,
  effectiveFrom: policy.effectiveFrom.getTime(),
});
