import { ActionForm, type Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { Choice } from '#components/ui/fields';
import { dayUtc } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { OwedPostmortem, StaffPostmortem } from '#server/postmortems/view-types';
import { PromiseForm } from './promise-form.tsx';

const TEXT = consolePostmortemsEn.incidents;

/** `acts`: null for people who can only read. `owed`: incidents without a post-mortem can be added. */
type Props = {
  postmortem: StaffPostmortem;
  owed: readonly OwedPostmortem[];
  acts: { link: Send; promise: Send } | null;
};

/** Shows the incidents of a post-mortem and its promised day, which can be changed until it is published. */
export function IncidentsCard({ postmortem, owed, acts }: Props) {
  const { incidents, publishedVersion, promisedOn } = postmortem;
  const free = owed.filter((one) => one.postmortem === null);
  const canChange = acts !== null && publishedVersion === null;
  return (
    <Card>
      <CardSection className="sm:px-5 sm:py-3">
        <Disclosure id="incidents" summary={TEXT.title}>
          {canChange && <p className="mt-1 text-micro text-quiet">{TEXT.hint}</p>}
          <ul className="mt-1 space-y-1 text-small">
            {incidents.map(({ publicId, title, startedAt }) => (
              <li key={publicId}>
                <a href={`/console/incidents/${publicId}`} className="link">
                  {title}
                </a>
                , {dayUtc(startedAt)}
                {canChange && incidents.length > 1 && (
                  <ActionForm action={acts.link} submit={TEXT.remove} label={TEXT.removeOf(title)} isSmall>
                    <Basis postmortem={postmortem} />
                    <input type="hidden" name="remove" value={publicId} />
                  </ActionForm>
                )}
              </li>
            ))}
          </ul>
          {canChange && free.length > 0 && (
            <ActionForm action={acts.link} submit={TEXT.submit} className="mt-2">
              <Basis postmortem={postmortem} />
              <Choice
                id="add-incident"
                name="add"
                label={TEXT.choose}
                options={free.map(({ incident: { publicId, title, startedAt } }) => ({
                  value: publicId,
                  label: `${title}, ${dayUtc(startedAt)}`,
                }))}
              />
            </ActionForm>
          )}
        </Disclosure>
        {canChange && incidents[0] && (
          <Disclosure
            id="promise"
            summary={promisedOn === null ? consolePostmortemsEn.promise.open : consolePostmortemsEn.promise.change}
            className="mt-1"
          >
            <PromiseForm
              incident={incidents[0].publicId}
              title={incidents[0].title}
              promisedOn={promisedOn}
              action={acts.promise}
            />
          </Disclosure>
        )}
      </CardSection>
    </Card>
  );
}

function Basis({ postmortem: { publicId, version, incidents } }: { postmortem: StaffPostmortem }) {
  return (
    <>
      <input type="hidden" name="postmortem" value={publicId} />
      <input type="hidden" name="version" value={version} />
      {incidents.map((incident) => (
        <input key={incident.publicId} type="hidden" name="incidents" value={incident.publicId} />
      ))}
    </>
  );
}
