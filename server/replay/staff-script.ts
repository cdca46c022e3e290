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
      body: 'Ads are not served for most requests since 13:20 UTC. Everyone who serves through us is affected. There is nothing for you to change; we are looking for the cause.',
      nextMinutes: 15,
    }),
    {
      at: at('13:34:00'),
      act: async (desk) => {
        const update = {
          state: 'identified' as const,
          body: 'We know the cause: servers lost the data that they serve from when a network broke. We are loading it anew.',
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
          'We know the cause: servers lost the data that they serve from when the network of one data centre broke. We are loading it anew.',
        ),
    },
    post('13:58:00', {
      body: 'Loading takes longer than we thought. We have emptied what was stale and load everything from the start.',
      nextMinutes: 60,
    }),
    post('15:10:00', {
      state: 'identified',
      body: 'Some servers fell behind again at 15:06 UTC, and are being loaded once more.',
      nextMinutes: 30,
    }),
    post('15:30:00', {
      state: 'resolved',
      body: 'All servers have had their data since 15:14 UTC, and it has stayed so. This is over. We will write down what happened.',
    }),
  ];
}
