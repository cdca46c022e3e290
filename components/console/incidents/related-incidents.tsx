import { ActionForm, type Send } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import { consoleIncidentsEn } from '#messages/en/console-incidents';

const TEXT = consoleIncidentsEn.related;

type Named = { publicId: string; title: string };
type Props = {
  incident: string;
  related: readonly (Named & { isPublic: boolean })[];
  offered: readonly Named[];
  acts: { link: Send; unlink: Send } | null;
};

/** Shows related incidents. `acts` is null for people who can only read. */
export function RelatedIncidents({ incident, related, offered, acts }: Props) {
  if (!acts && related.length === 0) return null;
  return (
    <section id="related" aria-labelledby="related-title" className="mt-10 max-w-[46rem]">
      <h2 id="related-title" className="text-section">
        {TEXT.title}
      </h2>
      {related.length === 0 && <p className="mt-2 text-small text-quiet">{TEXT.none}</p>}
      {related.length > 0 && (
        <ul className="mt-2 grid gap-2">
          {related.map(({ publicId, title, isPublic }) => (
            <li key={publicId} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <span>
                <a
                  href={`/console/incidents/${publicId}`}
                  className="inline-block min-h-6 text-accent underline underline-offset-4"
                >
                  {title}
                </a>{' '}
                {!isPublic && <span className="text-small text-quiet">({TEXT.notPublic})</span>}
              </span>
              {acts && (
                <ActionForm action={acts.unlink} submit={TEXT.remove} label={TEXT.removeOf(title)} isSmall>
                  <input type="hidden" name="incident" value={incident} />
                  <input type="hidden" name="to" value={publicId} />
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {acts && (
        <ActionForm action={acts.link} submit={TEXT.submit}>
          <input type="hidden" name="incident" value={incident} />
          <Field
            id="link-to"
            name="to"
            label={TEXT.add}
            hint={TEXT.addHint}
            list="incidents-offered"
            required
            autoComplete="off"
          />
          <datalist id="incidents-offered">
            {offered.map(({ publicId, title }) => (
              <option key={publicId} value={publicId} label={title} />
            ))}
          </datalist>
        </ActionForm>
      )}
    </section>
  );
}
