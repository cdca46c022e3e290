import { LiveDeliveries } from '#components/console/deliveries/live-deliveries';
import { LiveProvider } from '#components/console/frame/live-provider';
import { ActionForm } from '#components/ui/action-form';
import { may } from '#domain/access/permission';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import { deliveryReport } from '#server/delivery/reads/delivery-report';
import { page, titleOf } from '#server/http/page';
import { sendingNotice } from '../delivery/sending-notice.tsx';
import { retry, testMail } from './actions.ts';

const TEXT = consoleDeliveriesEn;
export const generateMetadata = titleOf('incident:read', TEXT.title);

const ASKED = ['incident', 'event', 'view'] as const;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default page('incident:read', async (ctx, { searchParams }: Props) => {
  const asked = await searchParams;
  const given = Object.fromEntries(
    ASKED.flatMap((name) => (typeof asked[name] === 'string' ? [[name, asked[name]]] : [])),
  );
  const initial = await deliveryReport(ctx, given);
  const allows = (permission: 'incident:update' | 'subscriber:read') =>
    ctx.actor.kind === 'staff' && may(ctx.actor.role, permission);
  const canAct = allows('incident:update');
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
      <LiveProvider>
        <LiveDeliveries
          initial={initial}
          asked={given}
          retry={canAct ? retry : null}
          canCorrect={allows('subscriber:read')}
        />
      </LiveProvider>
    </>
  );
});
