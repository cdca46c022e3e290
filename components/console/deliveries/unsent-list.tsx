import { CardSection } from '#components/ui/card';
import { dayUtc } from '#domain/time/format-utc';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { UnsentDelivery } from '#server/delivery/reads/delivery-report';
import { formatReason } from './format-delivery.ts';

const TEXT = consoleDeliveriesEn.view;

/** Lists deliveries that were not attempted for one reason, by the host of the recipient, with why its address is suppressed. */
export function UnsentList({ unsent, total }: { unsent: readonly UnsentDelivery[]; total: number }) {
  const [first] = unsent;
  if (!first) return null;
  return (
    <CardSection>
      <h3 id="not-attempted" className="text-row font-semibold text-ink">
        {TEXT.title(formatReason(first))}
      </h3>
      {total > unsent.length && <p className="text-small text-quiet">{TEXT.more(unsent.length)}</p>}
      <ul className="mt-2">
        {unsent.map((one) => (
          <li key={one.subscriber} className="border-t border-line py-2">
            <span className="block break-all text-status text-ink">{one.host}</span>
            <span className="block text-micro text-quiet">{detailOf(one)}</span>
          </li>
        ))}
      </ul>
    </CardSection>
  );
}

function detailOf({ outcome, reason, suppressedAt }: UnsentDelivery): string | null {
  if (outcome !== 'suppressed') return null;
  return reason === null || suppressedAt === null ? TEXT.lifted : TEXT.suppressed[reason](dayUtc(suppressedAt));
}
