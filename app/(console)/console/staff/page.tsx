import { InviteForm } from '#components/console/invite-form';
import { PersonCard } from '#components/console/person-card';
import { Section } from '#components/console/section';
import { UtcTime } from '#components/utc-time';
import { fullMomentWords } from '#domain/utc-words';
import { componentNames } from '#server/duty/component-names';
import { page, titleOf } from '#server/http/page';
import { listStaff } from '#server/staff/list-staff';
import { consoleEn } from '../../../../messages/console-en.ts';
import { deactivate, endFactor, endSessions, reactivate, sendInvitation, sendLimit, sendRole } from './actions.ts';

const words = consoleEn.staff;
export const generateMetadata = titleOf('staff:write', words.title);

export default page('staff:write', async (ctx) => {
  const { people, invitations } = await listStaff(ctx);
  const components = await componentNames(ctx, { withArchived: true });
  const self = ctx.actor.kind === 'staff' ? ctx.actor.id : '';
  return (
    <>
      <h1 className="text-2xl font-semibold">{words.title}</h1>
      <Section title={words.people}>
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
        <Section title={words.invited}>
          <ul className="mt-2">
            {invitations.map(({ id, email, role, expiresAt }) => (
              <li key={id} className="border-b border-line py-2">
                {email}, {consoleEn.role[role]}, {words.until} <UtcTime at={expiresAt} words={fullMomentWords(expiresAt)} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words.invite}>
        <InviteForm action={sendInvitation} />
      </Section>
    </>
  );
});
