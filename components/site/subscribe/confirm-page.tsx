import { ActionForm, type Send } from '#components/ui/action-form';
import { maskAddress } from '#domain/subscription/mask-address';
import { enSubscribe } from '#messages/en/subscribe';
import { LinkFrame } from './link-frame.tsx';

const TEXT = enSubscribe.confirm;

type Props = { token: string; channel: 'email' | 'webhook'; address: string; action: Send };

/** Shows what a mailed link confirms, with a button. Opening the page changes nothing, because programs that check mail open links too. */
export function ConfirmPage({ token, channel, address, action }: Props) {
  const isWebhook = channel === 'webhook';
  const text = (isWebhook ? TEXT.webhookText : TEXT.text)(maskAddress(address));
  return (
    <LinkFrame eyebrow={enSubscribe.eyebrow[channel]} title={isWebhook ? TEXT.webhookTitle : TEXT.title} text={text}>
      <ActionForm action={action} submit={isWebhook ? TEXT.webhookSubmit : TEXT.submit} isMain>
        <Hidden token={token} channel={channel} />
      </ActionForm>
      {isWebhook && (
        <ActionForm action={action} submit={TEXT.again} className="mt-4">
          <Hidden token={token} channel={channel} />
          <input type="hidden" name="again" value="yes" />
        </ActionForm>
      )}
    </LinkFrame>
  );
}

function Hidden({ token, channel }: Pick<Props, 'token' | 'channel'>) {
  return (
    <>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="channel" value={channel} />
    </>
  );
}

/** Shows that a link to confirm has expired, with a button that mails a new one to the same address. */
export function ExpiredPage({ token, channel, address, action }: Props) {
  const { title, text, submit, to } = enSubscribe.expired;
  return (
    <LinkFrame eyebrow={enSubscribe.eyebrow[channel]} title={title} text={text}>
      <div className="flex flex-wrap items-center gap-3">
        <ActionForm action={action} submit={submit} isMain>
          <input type="hidden" name="token" value={token} />
        </ActionForm>
        <span className="text-small text-quiet">{to(maskAddress(address))}</span>
      </div>
    </LinkFrame>
  );
}

/** Asks whether to unsubscribe. */
export function UnsubscribePage({ token, channel, address, action }: Props) {
  const { title, text, submit } = enSubscribe.unsubscribe;
  return (
    <LinkFrame eyebrow={enSubscribe.eyebrow[channel]} title={title} text={text(maskAddress(address))}>
      <ActionForm action={action} submit={submit} isMain>
        <input type="hidden" name="token" value={token} />
      </ActionForm>
    </LinkFrame>
  );
}

/** `address`: null once it is erased. `hasOther`: it receives updates through another subscription. */
type Ended = Pick<Props, 'channel'> & { address: string | null; hasOther: boolean };

/** Shows that the subscription of a link has ended, and whether the address still receives updates by another one. */
export function UnsubscribedPage({ channel, address, hasOther }: Ended) {
  const { done, doneText, erasedText, again, other, otherText, sendLink } = enSubscribe.unsubscribe;
  const text = address === null ? erasedText : (hasOther ? otherText : doneText)(maskAddress(address));
  return (
    <LinkFrame eyebrow={enSubscribe.eyebrow[channel]} title={hasOther ? other : done} text={text}>
      <a href="/subscribe" className="inline-block min-h-6 text-accent underline underline-offset-4">
        {hasOther ? sendLink : again}
      </a>
    </LinkFrame>
  );
}
