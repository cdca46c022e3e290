'use client'; // useActionState returns the answer of the server; public pages have no script, so that the browser sends the form
import { useActionState } from 'react';
import { Button } from '#components/ui/button';
import { Card, CardSection } from '#components/ui/card';
import { StatusIcon } from '#components/ui/status-icon';
import { enSubscribe } from '#messages/en/subscribe';
import type { SendForm } from './subscribe-form.tsx';

const TEXT = enSubscribe.quick;
type Step = (previous: Awaited<ReturnType<SendForm>>, form: FormData) => ReturnType<SendForm>;

/** Shows the shortest form to subscribe: everything, by e-mail. */
export function QuickSubscribe({ action }: { action: SendForm }) {
  const [result, send] = useActionState(action as Step, null);
  const error = result?.kind === 'error' ? result.message : null;
  const sent = result?.fields?.address;
  return (
    <Card id="_subscribe" className="mt-4 sm:mt-6 print:hidden">
      <CardSection labelledBy="subscribe-title">
        <h2 id="subscribe-title" className="text-section">
          {TEXT.title}
        </h2>
        <p className="mt-1 text-small text-quiet">{TEXT.text}</p>
        <form action={send} className="mt-4 flex flex-wrap items-center gap-3 sm:flex-nowrap">
          <input type="hidden" name="channel" value="email" />
          <input
            type="email"
            name="address"
            aria-label={enSubscribe.email.address}
            aria-invalid={error === null ? undefined : true}
            aria-describedby={error === null ? undefined : 'subscribe-error'}
            autoComplete="email"
            placeholder={TEXT.placeholder}
            defaultValue={typeof sent === 'string' ? sent : ''}
            required
            className="field sm:max-w-[21rem]"
          />
          <Button type="submit" variant="primary" className="grow sm:grow-0">
            {enSubscribe.title}
          </Button>
          <a href="/subscribe" className="inline-flex min-h-10 items-center px-3 text-status font-label text-accent">
            {TEXT.others}
          </a>
        </form>
        {error !== null && (
          <p
            id="subscribe-error"
            role="alert"
            className="mt-2 flex items-center gap-2 text-micro font-medium text-maj-ink"
          >
            <StatusIcon tone="major_outage" size={14} />
            {error}
          </p>
        )}
      </CardSection>
    </Card>
  );
}
