'use server';

import { numberIn } from '#server/catalog/policy-form';
import { addComponent } from '#server/catalog/verbs/add-component';
import { action } from '#server/http/action';

const text = (value: string | string[] | undefined) => String(value ?? '').trim();

export const add = action('catalog:write', async (ctx, { fields }) => {
  const slug = text(fields.slug);
  const texts = {
    name: text(fields.name),
    description: text(fields.description) || null,
    group: text(fields.group) || null,
  };
  await addComponent(ctx, { slug, ...texts, target: numberIn(fields, 'target') });
  return { to: `/console/components/${slug}?saved=made` };
});
