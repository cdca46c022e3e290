import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';
import type { ShownAlert } from '#server/incidents/console/view-types';

const texts = consoleAlertsEn;

type Props = { alerts: readonly ShownAlert[]; now: Instant; acknowledge: Send | null; hasLinks?: boolean };

/** Lists active alerts, each with a button to acknowledge it. Shows nothing without alerts. */
export function AlertList({ alerts, now, acknowledge, hasLinks = false }: Props) {
  if (alerts.length === 0) return null;
  return (
    <section className="mt-6" aria-labelledby="alerts">
      <h2 id="alerts" className="text-section">
        {texts.open}
      </h2>
      <ul className="mt-2 space-y-3">
        {alerts.map((alert) => (
          <li key={alert.id} className={`border-s-4 ps-3 ${alert.acknowledged ? 'border-line' : 'border-maj-solid'}`}>
            <p>
              {alert.text}{' '}
              {hasLinks && alert.incident !== null && (
                <a
                  href={`/console/incidents/${alert.incident}`}
                  className="inline-block min-h-6 text-accent underline underline-offset-4"
                >
                  {texts.look}
                </a>
              )}
            </p>
            <Taken alert={alert} now={now} acknowledge={acknowledge} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Taken({
  alert: { id, urgency, acknowledged, text },
  now,
  acknowledge,
}: { alert: ShownAlert } & Pick<Props, 'now' | 'acknowledge'>) {
  if (acknowledged)
    return (
      <p className="text-small text-quiet">
        {texts.acknowledgedBy(acknowledged.by)}{' '}
        <UtcTime at={acknowledged.at} text={formatMoment(acknowledged.at, now)} />
      </p>
    );
  if (!acknowledge) return null;
  return (
    <ActionForm action={acknowledge} submit={texts.acknowledge} label={texts.acknowledgeOf(text)} className="mt-1">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="urgency" value={urgency} />
    </ActionForm>
  );
}
