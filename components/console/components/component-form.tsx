import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field, Tick } from '#components/ui/fields';
import type { CatalogComponent, CatalogGroup } from '#domain/catalog/catalog';
import { EFFECT_LENGTH_MAX } from '#domain/measurement/effect';
import { TROUBLE } from '#domain/measurement/status';
import { consoleCatalogEn } from '#messages/en/catalog';
import { en } from '#messages/en/site';

const TEXT = consoleCatalogEn.texts;
const PERCENT = 10_000;

type Texts = Pick<CatalogComponent, 'name' | 'description' | 'group' | 'targetMillionths'>;

/** Shows the fields of every component: texts and target. */
function TextFields({ texts, groups }: { texts: Texts | null; groups: readonly CatalogGroup[] }) {
  const options = [{ value: '', label: TEXT.noGroup }, ...groups.map((one) => ({ value: one.slug, label: one.name }))];
  const target = texts ? texts.targetMillionths / PERCENT : '';
  return (
    <>
      <Field
        label={TEXT.name}
        id="name"
        name="name"
        defaultValue={texts?.name ?? ''}
        maxLength={100}
        autoComplete="off"
        required
      />
      <Field
        label={TEXT.description}
        hint={TEXT.descriptionHint}
        id="description"
        name="description"
        defaultValue={texts?.description ?? ''}
        autoComplete="off"
      />
      {groups.length > 0 && (
        <Choice label={TEXT.group} id="group" name="group" value={texts?.group ?? ''} options={options} />
      )}
      <Field
        label={TEXT.target}
        hint={TEXT.targetHint}
        id="target"
        name="target"
        inputMode="decimal"
        defaultValue={target}
        required
      />
    </>
  );
}

type Props = { action: Send; component: CatalogComponent; groups: readonly CatalogGroup[]; basis: string };

/** Shows the form for texts, target and archiving of a component. */
export function ComponentForm({ action, component, groups, basis }: Props) {
  return (
    <ActionForm action={action} submit={TEXT.submit} className="grid max-w-xl gap-4">
      <div>
        <input type="hidden" name="slug" value={component.slug} />
        <input type="hidden" name="basis" value={basis} />
        <TextFields texts={component} groups={groups} />
        {TROUBLE.map((status) => (
          <Field
            key={status}
            label={TEXT.effect(en.label[status])}
            hint={TEXT.effectHint}
            id={`effects.${status}`}
            name={`effects.${status}`}
            defaultValue={component.effects[status] ?? ''}
            maxLength={EFFECT_LENGTH_MAX}
            autoComplete="off"
          />
        ))}
        <Field
          label={TEXT.reason}
          hint={TEXT.reasonHint}
          id="target-reason"
          name="reason"
          autoComplete="off"
          maxLength={500}
        />
        <div className="mt-4">
          <Tick id="archived" name="archived" value="on" isTicked={component.isArchived} hint={TEXT.archivedHint}>
            {TEXT.archived}
          </Tick>
        </div>
      </div>
    </ActionForm>
  );
}

/** Shows the form for a new component. */
export function NewComponentForm({ action, groups }: { action: Send; groups: readonly CatalogGroup[] }) {
  return (
    <ActionForm action={action} submit={TEXT.add} className="grid max-w-xl gap-4">
      <div>
        <Field
          label={TEXT.slug}
          hint={TEXT.slugHint}
          id="slug"
          name="slug"
          maxLength={63}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <TextFields texts={null} groups={groups} />
      </div>
    </ActionForm>
  );
}
