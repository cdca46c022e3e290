import type { Context } from '#server/context';
import {
  type ChoosableComponent,
  choosableComponents,
  choosableIncident,
} from '#server/subscribers/sql/choosable-components';

export type SubscribeOptions = {
  components: ChoosableComponent[];
  incident: { id: string; title: string } | null;
};

/** Reads what a visitor can choose. `incidentId`: the incident that the page is about; null in the answer if it is not public. */
export async function subscribeOptions(
  { web }: Pick<Context, 'web'>,
  incidentId: string | undefined,
): Promise<SubscribeOptions> {
  return {
    components: await choosableComponents(web),
    incident: incidentId === undefined ? null : await choosableIncident(web, incidentId),
  };
}
