import type { Instant } from '#domain/time/interval';
import type { Desk } from './staff-actions.ts';

export type StaffAction = { at: Instant; act: (desk: Desk) => Promise<unknown> };

const at = (clock: string) => Date.parse(`2022-03-30T${clock}Z`);

/** Returns the updates that staff would have posted on 30 March 2022: investigating, the cause, a correction, progress, the end. */
export function march30Staff(): StaffAction[] {
  let cause = '';
  const post = (clock: string, update: Parameters<Desk['post']>[1]): StaffAction => ({
    at: at(clock),
    act: async (desk) => desk.post(await desk.openIncident(), update),
  });
  return [
    post('13:24:00', {
      state: 'investigating',
      body: 'Most ad requests have not been served since 13:20 UTC. All partners who serve through us are affected. No action is needed on your side. We are investigating the cause.',
      nextMinutes: 15,
    }),
    {
      at: at('13:34:00'),
      act: async (desk) => {
        const update = {
          state: 'identified' as const,
          body: 'We have identified the cause: a network failure made servers lose the data that they serve from. We are reloading it.',
          nextMinutes: 30 as const,
        };
        cause = (await desk.post(await desk.openIncident(), update)).update;
      },
    },
    {
      at: at('13:36:00'),
      act: async (desk) =>
        desk.edit(
          await desk.openIncident(),
          cause,
          'We have identified the cause: a network failure in one data centre made servers lose the data that they serve from. We are reloading it.',
        ),
    },
    post('13:58:00', {
      body: 'Reloading is taking longer than expected. We have cleared the stale data and are reloading everything from the start.',
      nextMinutes: 60,
    }),
    post('15:10:00', {
      state: 'identified',
      body: 'Some servers fell behind again at 15:06 UTC. We are reloading their data again.',
      nextMinutes: 30,
    }),
    post('15:30:00', {
      state: 'resolved',
      body: 'All servers have had their data back since 15:14 UTC and have remained stable. This incident is resolved. We will write a post-mortem.',
    }),
  ];
}
