import { ActionForm, type Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { enSubscribe } from '#messages/en/subscribe';
import type { LinkedSubscriber } from '#server/subscribers/sql/linked-subscriber';
import { ChoiceFields, type ChoosableComponent } from './choice-fields.tsx';
import { LinkFrame } from './link-frame.tsx';

const TEXT = enSubscribe.page;

type Actions = { change: Send; test: Send; rotate: Send; leave: Send };
type Props = {
  token: string;
  subscriber: LinkedSubscriber;
  components: readonly ChoosableComponent[];
  after: string | undefined;
  actions: Actions;
};

/** Shows a subscription to its owner: what it receives, the endpoint of a webhook, and how to unsubscribe. */
export function ManagePage({ token, subscriber, components, after, actions }: Props) {
  const { channel, address, incident } = subscriber;
  const isWebhook = channel === 'webhook';
  return (
    <LinkFrame eyebrow={enSubscribe.eyebrow[channel]} title={TEXT.title} text={TEXT.to(address ?? '')}>
      <div role="status">
        <Note state={subscriber.state} after={after} />
      </div>
      <Card className="mt-4">
        <CardSection labelledBy="receive">
          <h2 id="receive" className="text-section">
            {TEXT.receive}
          </h2>
          {incident && (
            <p className="mt-2">
              {TEXT.ofIncident}{' '}
              <a href={`/incidents/${incident.id}`} className="text-accent underline underline-offset-4">
                {incident.title}
              </a>
            </p>
          )}
          <ActionForm action={actions.change} submit={TEXT.save} isMain>
            <input type="hidden" name="token" value={token} />
            <div className="pb-3">
              <ChoiceFields
                components={incident ? [] : components}
                chosen={subscriber}
                isWebhook={isWebhook}
                errors={{}}
              />
            </div>
          </ActionForm>
        </CardSection>
        {isWebhook && <Endpoint token={token} ownerEmail={subscriber.ownerEmail ?? ''} actions={actions} />}
        <CardSection labelledBy="leave">
          <h2 id="leave" className="text-section">
            {TEXT.leave}
          </h2>
          <p className="mt-1 text-small text-quiet">{TEXT.leaveHint}</p>
          <ActionForm action={actions.leave} submit={TEXT.leave}>
            <input type="hidden" name="token" value={token} />
          </ActionForm>
        </CardSection>
      </Card>
    </LinkFrame>
  );
}

/** Shows what was just done, or why nothing is sent. */
function Note({ state, after }: { state: LinkedSubscriber['state']; after: string | undefined }) {
  if (state !== 'active' && state !== 'ended') return <p className="font-semibold">{TEXT.state[state]}</p>;
  if (after === 'confirmed') return <p className="font-semibold">{TEXT.confirmed}</p>;
  return after === 'saved' ? <p className="font-semibold">{TEXT.saved}</p> : null;
}

function Endpoint({ token, ownerEmail, actions }: { token: string; ownerEmail: string; actions: Actions }) {
  return (
    <CardSection labelledBy="endpoint">
      <h2 id="endpoint" className="text-section">
        {TEXT.webhook}
      </h2>
      <p className="mt-1 text-small text-quiet">{TEXT.owner(ownerEmail)}</p>
      <ActionForm action={actions.test} submit={TEXT.test}>
        <input type="hidden" name="token" value={token} />
      </ActionForm>
      <p className="mt-4 text-small text-quiet">{TEXT.rotateHint}</p>
      <ActionForm action={actions.rotate} submit={TEXT.rotate}>
        <input type="hidden" name="token" value={token} />
      </ActionForm>
    </CardSection>
  );
}
