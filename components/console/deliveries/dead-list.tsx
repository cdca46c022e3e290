import { ActionForm, type Send } from '#components/ui/action-form';
import { Disclosure } from '#components/ui/disclosure';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { DeadDelivery } from '#server/delivery/reads/delivery-report';
import { formatReason } from './format-delivery.ts';

const { retry: TEXT, reason: REASON } = consoleDeliveriesEn;

/** Lists dead deliveries one by one in a disclosure, each with a button that tries only this one again. */
export function DeadList({ event, dead, retry }: { event: string; dead: readonly DeadDelivery[]; retry: Send }) {
  return (
    <Disclosure summary={TEXT.single(dead.length)}>
      <ul className="mt-2">
        {dead.map((one) => (
          <li
            key={one.subscriber}
            className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-2"
          >
            <span className="min-w-0">
              <span className="block break-all text-status text-ink">{one.host}</span>
              <span className="block text-micro text-quiet">
                {formatReason(one)}. {REASON.tries(one.tries)}
              </span>
            </span>
            <ActionForm action={retry} submit={TEXT.now} label={TEXT.label(`${one.host}, ${one.subscriber}`)} isSmall>
              {Object.entries({ event, state: 'dead', subscriber: one.subscriber }).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
            </ActionForm>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
