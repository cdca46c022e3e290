import type { Command } from 'commander';
import { runCommand } from '#server/cli/run-command';
import { deliveryState } from '#server/delivery/reads/delivery-state';
import { pauseDelivery } from '#server/delivery/verbs/pause-delivery';
import { resumeDelivery } from '#server/delivery/verbs/resume-delivery';

/** Adds `delivery status`, `delivery pause` and `delivery resume`. */
export function addDeliveryCommands(program: Command): void {
  const delivery = program.command('delivery').description('Pause and resume notifications of subscribers');
  delivery
    .command('status')
    .description('Show whether sending is paused, and what waits')
    .action(() =>
      runCommand(async (ctx) => {
        const { paused, waitingEvents, waitingDeliveries } = await deliveryState(ctx);
        const state = paused
          ? `Paused since ${new Date(paused.at).toISOString()} (${paused.reason}).`
          : 'Sending is not paused.';
        return `${state} Waiting: ${waitingEvents} events, ${waitingDeliveries} deliveries.`;
      }),
    );
  delivery
    .command('pause')
    .description('Pause all notifications of subscribers')
    .action(() =>
      runCommand(async (ctx) => {
        await pauseDelivery(ctx);
        return 'Sending is paused.';
      }),
    );
  delivery
    .command('resume')
    .description('Resume notifications; events older than one hour are not sent')
    .action(() =>
      runCommand(async (ctx) => {
        await resumeDelivery(ctx);
        return 'Sending is resumed.';
      }),
    );
}
