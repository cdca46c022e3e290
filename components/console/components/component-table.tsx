import { formatTarget } from '#components/ui/format-share.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { CatalogComponent } from '#domain/catalog/catalog';
import { policyAt } from '#domain/measurement/policy';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleCatalogEn } from '#messages/en/catalog';

const TEXT = consoleCatalogEn.list;

/** Lists the components with target and policy. */
export function ComponentTable({ components, now }: { components: readonly CatalogComponent[]; now: Instant }) {
  if (components.length === 0) return <p className="mt-6">{TEXT.none}</p>;
  return (
    <table className="stacks mt-6 w-full">
      <thead>
        <tr>
          {Object.values(TEXT.head).map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {components.map((component) => (
          <Row key={component.slug} component={component} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  component: { slug, name, targetMillionths, isArchived, policies, incidents },
  now,
}: {
  component: CatalogComponent;
  now: Instant;
}) {
  const { version, effectiveFrom } = policyAt(policies, now);
  return (
    <tr>
      <th scope="row">
        <a
          href={`/console/components/${slug}`}
          className="inline-block min-h-6 text-accent underline underline-offset-4"
        >
          {name}
        </a>
        {isArchived && (
          <span className="block text-small font-normal text-quiet">{consoleCatalogEn.texts.archived}</span>
        )}
      </th>
      <td data-label={TEXT.head.target}>{formatTarget(targetMillionths)}</td>
      <td data-label={TEXT.head.rules}>
        <span>
          {TEXT.version(version)}, {effectiveFrom <= 0 ? TEXT.always : `${TEXT.since} `}
          {effectiveFrom > 0 && <UtcTime at={effectiveFrom} text={formatFullMoment(effectiveFrom)} />}
        </span>
      </td>
      <td data-label={TEXT.head.incidents}>{consoleCatalogEn.incidents.brief[incidents.publish]}</td>
    </tr>
  );
}
