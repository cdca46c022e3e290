import { InviteForm } from '#components/console/people/invite-form';
import { PersonCard } from '#components/console/people/person-card';
import { Section } from '#components/ui/section';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import { consoleEn } from '#messages/en/console';
import { page, titleOf } from '#server/http/page';
import { listStaff } from '#server/identity/people/reads/list-staff';
import { componentNames } from '#server/incidents/console/component-names';
import { deactivate, endFactor, endSessions, reactivate, sendInvitation, sendLimit, sendRole } from './actions.ts';

const texts = consoleEn.staff;
export const generateMetadata = titleOf('staff:write', texts.title);

export default page('staff:write', async (ctx) => {
  const { people, invitations } = await listStaff(ctx);
  const components = await componentNames(ctx, { withArchived: true });
  const self = ctx.actor.kind === 'staff' ? ctx.actor.id : '';
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <Section title={texts.people}>
        <ul className="mt-2">
          {people.map((person) => (
            <PersonCard
              key={person.id}
              person={person}
              components={components}
              isSelf={person.id === self}
              actions={{ sendRole, sendLimit, deactivate, reactivate, endSessions, endFactor }}
            />
          ))}
        </ul>
      </Section>
      {invitations.length > 0 && (
        <Section title={texts.invited}>
          <ul className="mt-2">
            {invitations.map(({ id, email, role, expiresAt }) => (
              <li key={id} className="border-b border-line py-2">
                {email}, {consoleEn.role[role]}, {texts.until}{' '}
                <UtcTime at={expiresAt} text={formatFullMoment(expiresAt)} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={texts.invite}>
        <InviteForm action={sendInvitation} />
      </Section>
    </>
  );
});
