import type { CatalogChange } from '#domain/catalog/catalog-plan';
import type { Instant } from '#domain/time/interval';
import type { CatalogTables } from '#server/catalog/reads/load-catalog';
import { moveLapses } from '#server/ingest/sql/move-lapses';
import { newPublicId, type Random } from '#server/random';
import type { PreparedImage } from './prepare-brand.ts';

type Writing = CatalogTables & Parameters<typeof moveLapses>[0];
type Making = { now: Instant; random: Random; images: readonly PreparedImage[] };

/** Writes one change of a plan. What it refers to must already be stored. */
export async function writeChange(db: Writing, change: CatalogChange, { now, random, images }: Making): Promise<void> {
  const createdAt = new Date(now);
  const made = () => ({ publicId: newPublicId(random), createdAt });
  if (change.what === 'brand') {
    const data = images.map((image) => ({ ...image, createdAt }));
    await db.brandImage.createMany({ data, skipDuplicates: true });
    await db.brand.update({ where: { id: 1 }, data: { ...change.value, revision: { increment: 1 } } });
  } else if (change.what === 'group') {
    const { slug, name } = change.value;
    await db.componentGroup.upsert({ where: { slug }, create: { slug, name, ...made() }, update: { name } });
  } else if (change.what === 'region') {
    const { name, title } = change.value;
    await db.region.upsert({ where: { name }, create: { name, title }, update: { title } });
  } else if (change.what === 'component') {
    const { slug, group, isArchived, ...values } = change.value;
    const isMoved = change.isNew || change.differences.some(({ key }) => key === 'isArchived');
    const texts = { ...values, ...(isMoved ? { archivedAt: isArchived ? createdAt : null } : {}) };
    const create = { slug, ...texts, ...made(), ...(group === null ? {} : { group: { connect: { slug: group } } }) };
    const update = { ...texts, group: group === null ? { disconnect: true } : { connect: { slug: group } } };
    await db.component.upsert({ where: { slug }, create, update });
  } else if (change.what === 'policy') {
    const { effectiveFrom, ...rules } = change.value;
    const from = new Date(effectiveFrom);
    const again = change.isOfNew ? {} : { reEvaluation: { create: { fromAt: from } } };
    await db.policyVersion.create({
      data: { ...rules, effectiveFrom: from, component: { connect: { slug: change.component } }, ...again },
    });
  } else if (change.what === 'incidents') {
    const { id: componentId } = await db.component.findUniqueOrThrow({
      where: { slug: change.component },
      select: { id: true },
    });
    await db.incidentSetting.upsert({
      where: { componentId },
      create: { componentId, ...change.value },
      update: change.value,
    });
  } else {
    const { name, kind, heartbeat, alerts } = change.value;
    const quiet = heartbeat && {
      instance: heartbeat.instance,
      intervalMs: heartbeat.intervalMs,
      graceMs: heartbeat.graceMs,
      silentAfterMs: heartbeat.intervalMs + heartbeat.graceMs,
      component: { connect: { slug: heartbeat.component } },
    };
    await db.source.upsert({
      where: { name },
      create: { name, kind, createdAt, ...quiet, ...alerts },
      update: { ...quiet, ...alerts },
    });
    const before = change.differences.find(({ key }) => key === 'repeatWithinMs')?.before;
    if (alerts && typeof before === 'number') await moveLapses(db, name, alerts.repeatWithinMs - before, now);
  }
}
