import { Fragment, type ReactNode } from 'react';
import { DataTable } from '#components/ui/data-table';
import { formatTarget } from '#components/ui/format-share.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { CatalogComponent } from '#domain/catalog/catalog';
import { policyAt } from '#domain/measurement/policy';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleCatalogEn } from '#messages/en/catalog';

const TEXT = consoleCatalogEn.list;
const COLUMNS = [
  { label: TEXT.head.component },
  { label: TEXT.head.target },
  { label: TEXT.head.rules },
  { label: TEXT.head.incidents },
];

/** Lists the components with target and policy. */
export function ComponentTable({ components, now }: { components: readonly CatalogComponent[]; now: Instant }) {
  if (components.length === 0) return <p className="mt-6">{TEXT.none}</p>;
  const rows = components.map((component) => ({ key: component.slug, cells: cellsOf(component, now) }));
  return (
    <div className="mt-6">
      <DataTable caption={TEXT.title} columns={COLUMNS} rows={rows} onPhone="blocks" />
    </div>
  );
}

function cellsOf(
  { slug, name, targetMillionths, isArchived, policies, incidents }: CatalogComponent,
  now: Instant,
): ReactNode[] {
  const { version, effectiveFrom } = policyAt(policies, now);
  return [
    <Fragment key="component">
      <a href={`/console/components/${slug}`} className="link">
        {name}
      </a>
      {isArchived && <span className="block text-small font-normal text-quiet">{consoleCatalogEn.texts.archived}</span>}
    </Fragment>,
    formatTarget(targetMillionths),
    <Fragment key="policy">
      {TEXT.version(version)}, {effectiveFrom <= 0 ? TEXT.always : `${TEXT.since} `}
      {effectiveFrom > 0 && <UtcTime at={effectiveFrom} text={formatFullMoment(effectiveFrom)} />}
    </Fragment>,
    consoleCatalogEn.incidents.brief[incidents.publish],
  ];
}
