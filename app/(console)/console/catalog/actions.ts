'use server';

import { consoleCatalogEn } from '#messages/en/catalog';
import { planLines } from '#server/catalog/plan/plan-lines';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { action } from '#server/http/action';

const texts = consoleCatalogEn.file;

export const applyFile = action('catalog:write', async (ctx, { fields }) => {
  const isDryRun = fields.intent !== 'apply';
  const text = String(fields.text ?? '');
  const plan = await applyCatalog(ctx, {
    text,
    basis: String(fields.basis ?? ''),
    reason: String(fields.reason ?? ''),
    isDryRun,
  });
  if (plan.changes.length === 0) return { kind: 'done', message: texts.nothing, text };
  if (!isDryRun) return { to: '/console/catalog?applied=yes' };
  return { kind: 'done', message: texts.differs, differences: planLines(plan), text };
});
