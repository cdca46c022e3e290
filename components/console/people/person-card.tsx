import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Tick } from '#components/ui/fields';
import type { Role } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';
import { ROLE_OPTIONS } from './role-options.ts';

type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isActive: boolean;
  hasSecondFactor: boolean;
  components: string[];
  sessions: number;
};
type NamedComponent = { slug: string; name: string };
type Props = {
  person: Person;
  components: readonly NamedComponent[];
  isSelf: boolean;
  actions: Record<'sendRole' | 'sendLimit' | 'deactivate' | 'reactivate' | 'endSessions' | 'endFactor', Send>;
};

const texts = consoleEn.staff;

/** One person of staff; what can be changed is folded away, so that nothing is changed by mistake. */
export function PersonCard({ person, components, isSelf, actions }: Props) {
  const { id, name, email, role } = person;
  const hidden = <input type="hidden" name="id" value={id} />;
  return (
    <li className="border-b border-line py-3">
      <p className="font-semibold">
        {name}
        {isSelf && ` (${texts.you})`}
      </p>
      <p className="text-small">{email}</p>
      <p className="text-small text-quiet">{factsOf(person, components).join(', ')}</p>
      <details className="mt-1">
        <summary className="min-h-6 cursor-pointer text-small text-accent">{texts.more(name)}</summary>
        <div className="mt-3 grid gap-4">
          <ActionForm
            action={actions.sendRole}
            submit={texts.change}
            label={`${texts.change}: ${name}`}
            isSmall
            className="grid max-w-xl gap-2"
          >
            {hidden}
            <Choice
              label={texts.roleOf(name)}
              id={`role-${id}`}
              name="role"
              value={role}
              options={ROLE_OPTIONS}
              isLabelHidden
            />
          </ActionForm>
          {role === 'communicator' && <Limit person={person} components={components} action={actions.sendLimit} />}
          <AccountActions person={person} isSelf={isSelf} actions={actions} />
        </div>
      </details>
    </li>
  );
}

/** Returns what the card says below the name, such as role, components and sessions. */
function factsOf(person: Person, components: readonly NamedComponent[]): string[] {
  const { role, isActive, hasSecondFactor, sessions } = person;
  const own =
    role === 'communicator'
      ? components.filter(({ slug }) => person.components.includes(slug)).map((one) => one.name)
      : [];
  return [
    consoleEn.role[role],
    ...(own.length > 0 ? [texts.limitedTo(own.join(', '))] : []),
    hasSecondFactor ? texts.factor : texts.noFactor,
    texts.sessions(sessions),
    ...(isActive ? [] : [texts.inactive]),
  ];
}

/** Buttons that end sessions, turn off two-factor authentication, and deactivate or reactivate the account. */
function AccountActions({ person, isSelf, actions }: Omit<Props, 'components'>) {
  const { id, name, isActive, hasSecondFactor, sessions } = person;
  const hidden = <input type="hidden" name="id" value={id} />;
  return (
    <div className="flex flex-wrap gap-3">
      {sessions > 0 && (
        <ActionForm
          action={actions.endSessions}
          submit={texts.endSessions}
          label={`${texts.endSessions}: ${name}`}
          isSmall
        >
          {hidden}
        </ActionForm>
      )}
      {hasSecondFactor && !isSelf && (
        <ActionForm action={actions.endFactor} submit={texts.endFactor} label={`${texts.endFactor}: ${name}`} isSmall>
          {hidden}
        </ActionForm>
      )}
      <ActionForm
        action={isActive ? actions.deactivate : actions.reactivate}
        submit={isActive ? texts.deactivate : texts.reactivate}
        label={`${isActive ? texts.deactivate : texts.reactivate}: ${name}`}
        isSmall
      >
        {hidden}
      </ActionForm>
    </div>
  );
}

/** The components that a communicator is limited to. With none ticked, there is no limit. */
function Limit({
  person: { id, name, components: own },
  components,
  action,
}: {
  person: Person;
  components: readonly NamedComponent[];
  action: Send;
}) {
  return (
    <ActionForm action={action} submit={texts.limit} label={`${texts.limit}: ${name}`} isSmall className="max-w-xl">
      <input type="hidden" name="id" value={id} />
      <fieldset>
        <legend className="text-small font-semibold">{texts.limitOf(name)}</legend>
        <p className="text-small text-quiet">{texts.limitHint}</p>
        {components.map(({ slug, name: component }) => (
          <Tick key={slug} id={`limit-${id}-${slug}`} name="component" value={slug} isTicked={own.includes(slug)}>
            {component}
          </Tick>
        ))}
      </fieldset>
    </ActionForm>
  );
}
