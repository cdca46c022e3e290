import type { Command } from 'commander';
import { runCommand } from '#server/cli/run-command';
import { deliveryState } from '#server/delivery/reads/delivery-state';
import { pauseDelivery } from '#server/delivery/verbs/pause-delivery';
import { resumeDelivery } from '#server/delivery/verbs/resume-delivery';

/** Adds `delivery status`, `delivery pause` and `delivery resume`. */
export function addDeliveryCommands(program: Command): void {
  const delivery = program.command('delivery').description('Pause and resume notifications to subscribers');
  delivery
    .command('status')
    .description('Show whether notifications are paused, and the number of waiting events and deliveries')
    .action(() =>
      runCommand(async (ctx) => {
        const { paused, waitingEvents, waitingDeliveries } = await deliveryState(ctx);
        const state = paused
          ? `Paused since ${new Date(paused.at).toISOString()} (${paused.reason}).`
          : 'Notifications are not paused.';
        return `${state} Waiting: ${waitingEvents} events, ${waitingDeliveries} deliveries.`;
      }),
    );
  delivery
    .command('pause')
    .description('Pause all notifications to subscribers')
    .action(() =>
      runCommand(async (ctx) => {
        await pauseDelivery(ctx);
        return 'Notifications paused.';
      }),
    );
  delivery
    .command('resume')
    .description('Resume notifications; events older than one hour are not sent')
    .action(() =>
      runCommand(async (ctx) => {
        await resumeDelivery(ctx);
        return 'Notifications resumed.';
      }),
    );
}
