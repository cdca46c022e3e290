import type { CatalogComponent, CatalogGroup } from '#domain/catalog';
import { consoleCatalogEn } from '../../../messages/console-catalog-en.ts';
import { ActionForm, type Send } from '../action-form.tsx';
import { Choice, Field } from '../fields.tsx';

const TEXT = consoleCatalogEn.texts;
const PERCENT = 10_000;

type Props = { action: Send; component: CatalogComponent; groups: readonly CatalogGroup[]; basis: string };

/** What a component is called, and what was promised for it. */
export function ComponentForm({ action, component, groups, basis }: Props) {
  const { slug, name, description, group, targetMillionths } = component;
  const options = [{ value: '', label: TEXT.noGroup }, ...groups.map((one) => ({ value: one.slug, label: one.name }))];
  return (
    <ActionForm action={action} submit={TEXT.submit} className="grid max-w-xl gap-4">
      <div>
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="basis" value={basis} />
        <Field label={TEXT.name} id="name" name="name" defaultValue={name} maxLength={100} autoComplete="off" required />
        <Field label={TEXT.description} hint={TEXT.descriptionHint} id="description" name="description" defaultValue={description ?? ''} autoComplete="off" />
        {groups.length > 0 && <Choice label={TEXT.group} id="group" name="group" value={group ?? ''} options={options} />}
        <Field label={TEXT.target} hint={TEXT.targetHint} id="target" name="target" inputMode="decimal" defaultValue={targetMillionths / PERCENT} required />
      </div>
    </ActionForm>
  );
}
