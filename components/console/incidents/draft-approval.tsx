import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';
import type { Author } from '#server/incidents/reads/author-names';
import type { DraftContent } from '#server/incidents/schemas';
import type { NamedComponent } from './component-choices.tsx';

const TEXT = consoleIncidentsEn.approval;

/** `html` is sanitised on the server. */
export type PendingDraft = {
  content: DraftContent;
  html: string;
  version: number;
  savedAt: Instant;
  author: Author;
  approval: 'granted' | 'same_person' | 'no_person';
};
type Props = {
  incident: string;
  draft: PendingDraft;
  components: readonly NamedComponent[];
  changeHref: string;
  acts: { approve: Send; discard: Send };
  now: Instant;
};

/** Shows a draft that awaits approval: what readers would get, its author, and the button that publishes it. */
export function DraftApproval({ incident, draft, components, changeHref, acts, now }: Props) {
  const { author, savedAt, approval, html } = draft;
  const lines = linesOf(draft.content, components);
  return (
    <section aria-labelledby="waiting" className="mt-4 max-w-[46rem] border-s-4 border-par-solid ps-3">
      <h3 id="waiting" className="font-semibold">
        {TEXT.title}
      </h3>
      <p className="text-small text-quiet">
        {TEXT.writtenBy(author.name)} <UtcTime at={savedAt} text={formatMoment(savedAt, now)} />
      </p>
      <div className="markdown mt-2" dangerouslySetInnerHTML={{ __html: html }} />
      <ul className="text-small">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {approval === 'granted' ? (
        <ActionForm action={acts.approve} submit={TEXT.publish} isMain>
          <input type="hidden" name="incident" value={incident} />
          <input type="hidden" name="version" value={draft.version} />
        </ActionForm>
      ) : (
        <p className="mt-2">{TEXT[approval]}</p>
      )}
      <a href={changeHref} className="mt-2 inline-block min-h-6 text-accent underline underline-offset-4">
        {TEXT.change}
      </a>
      <ActionForm action={acts.discard} submit={TEXT.discard} isSmall>
        <input type="hidden" name="incident" value={incident} />
        <input type="hidden" name="version" value={draft.version} />
      </ActionForm>
    </section>
  );
}

function linesOf(
  { title, state, audience, notify, nextMinutes, occurredAt, reason, whatYouCanDo, affected = [], edit }: DraftContent,
  components: readonly NamedComponent[],
) {
  const nameOf = (slug: string) => components.find((one) => one.slug === slug)?.name ?? slug;
  const composer = consoleIncidentsEn.composer;
  return [
    edit && TEXT.edits,
    whatYouCanDo !== undefined && `${enIncidents.whatYouCanDo} ${whatYouCanDo || composer.whatYouCanDoNone}`,
    title && `${composer.newTitle}: ${title}`,
    state && `${composer.state}: ${enIncidents.state[state]}`,
    ...affected.map(({ component, status }) => enIncidents.page.named(nameOf(component), en.label[status])),
    nextMinutes && `${composer.next}: ${composer.nextIn(nextMinutes)}`,
    occurredAt && `${composer.occurredAt}: ${occurredAt}`,
    reason && `${consoleIncidentsEn.act.reason}: ${reason}`,
    notify === false && !edit && TEXT.noNotification,
    notify && edit && consoleIncidentsEn.edit.notify,
    audience && !audience.includes('public') && composer.internal,
  ].filter((line) => typeof line === 'string' && line !== '') as string[]; // filtered here
}
