import { DeliveryReportCard, ProgressTables } from '#components/console/deliveries/delivery-report';
import { ActionForm } from '#components/ui/action-form';
import { may } from '#domain/access/permission';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import { deliveryReport } from '#server/delivery/reads/delivery-report';
import { page, titleOf } from '#server/http/page';
import { sendingNotice } from '../delivery/sending-notice.tsx';
import { retry, testMail } from './actions.ts';

const TEXT = consoleDeliveriesEn;
export const generateMetadata = titleOf('incident:read', TEXT.title);

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default page('incident:read', async (ctx, { searchParams }: Props) => {
  const asked = await searchParams;
  const incident = typeof asked.incident === 'string' ? asked.incident : null;
  const event = typeof asked.event === 'string' ? asked.event : undefined;
  const { now, events, shown } = await deliveryReport(ctx, { incident: incident ?? undefined, event });
  const canAct = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'incident:update');
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h1 className="text-title">{TEXT.title}</h1>
          <p className="mt-1 text-quiet">{TEXT.intro}</p>
        </div>
        {canAct && <ActionForm action={testMail} submit={TEXT.testMail} isSmall />}
      </div>
      {await sendingNotice(ctx)}
      {shown === null ? (
        <p className="mt-6">{TEXT.none}</p>
      ) : (
        <>
          <DeliveryReportCard {...{ shown, events, incident, now }} retry={canAct ? retry : null} />
          <ProgressTables channels={shown.channels} events={events} current={shown.event.id} incident={incident} />
        </>
      )}
    </>
  );
});
