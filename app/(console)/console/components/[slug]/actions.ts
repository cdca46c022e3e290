'use server';

import { silenceWarning } from '#components/console/components/silence-warning.ts';
import type { Effects } from '#domain/measurement/effect';
import { TROUBLE } from '#domain/measurement/status';
import { consoleCatalogEn } from '#messages/en/catalog';
import { numberIn, policyIn } from '#server/catalog/policy-form';
import { describedComponent } from '#server/catalog/reads/described-components';
import { previewPolicy } from '#server/catalog/reads/preview-policy';
import { addPolicy } from '#server/catalog/verbs/add-policy';
import { saveComponent } from '#server/catalog/verbs/save-component';
import { saveIncidentSettings } from '#server/catalog/verbs/save-incident-settings';
import { action } from '#server/http/action';

const texts = consoleCatalogEn;
const text = (value: string | string[] | undefined) => String(value ?? '').trim();
const effectsIn = (fields: Record<string, string | string[]>): Effects =>
  Object.fromEntries(
    TROUBLE.flatMap((status) => {
      const effect = text(fields[`effects.${status}`]);
      return effect === '' ? [] : [[status, effect]];
    }),
  );

export const saveTexts = action('catalog:write', async (ctx, { fields }) => {
  const slug = text(fields.slug);
  await saveComponent(ctx, {
    slug,
    name: text(fields.name),
    description: text(fields.description) || null,
    group: text(fields.group) || null,
    target: numberIn(fields, 'target'),
    effects: effectsIn(fields),
    archived: fields.archived === 'on',
    reason: text(fields.reason),
    basis: text(fields.basis),
  });
  return { to: `/console/components/${slug}?saved=texts` };
});

export const saveIncidents = action('catalog:write', async (ctx, { fields }) => {
  const publish = text(fields.publish);
  const hold = publish === 'held' ? { holdSeconds: numberIn(fields, 'holdSeconds') } : {};
  await saveIncidentSettings(ctx, {
    slug: text(fields.slug),
    publish,
    resolve: text(fields.resolve),
    approval: text(fields.approval),
    rejoinWithinSeconds: numberIn(fields, 'rejoinWithinSeconds'),
    joinWithinSeconds: numberIn(fields, 'joinWithinSeconds'),
    basis: text(fields.basis),
    ...hold,
  });
  return { to: `/console/components/${text(fields.slug)}?saved=incidents` };
});

export const changeRules = action('catalog:write', async (ctx, { fields }) => {
  const input = policyIn(fields);
  const { nextVersion, last } = await describedComponent(ctx, input.component);
  if (input.policy.version !== nextVersion)
    return { kind: 'error', message: texts.rules.superseded(last.version), nextVersion };
  if (fields.intent !== 'save') {
    const { effect, seldom } = await previewPolicy(ctx, input);
    return { kind: 'done', message: texts.effect.title, effect, warnings: silenceWarning(seldom) };
  }
  const change = await addPolicy(ctx, { ...input, reason: text(fields.reason) });
  return { to: `/console/components/${input.component}?saved=${change?.isBackdated ? 'back' : 'rules'}#saved` };
});
