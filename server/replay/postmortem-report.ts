import type { z } from 'zod';
import { formatPercent } from '#domain/measurement/uptime';
import type { postmortemListSchema, postmortemSchema } from '#server/postmortems/public-schemas';

type Postmortem = z.infer<typeof postmortemSchema>;
export type PostmortemReport = Pick<
  Postmortem,
  'id' | 'title' | 'publishedAt' | 'changedAt' | 'evaluatedUntil' | 'figures' | 'check' | 'recordChanges'
> & { path: string };

/** Reads the published post-mortems from the API, as readers do: where they are, their frozen figures, and the check of each figure in the text. */
export async function reportPostmortems(url: string): Promise<PostmortemReport[]> {
  const { postmortems } = await read<z.infer<typeof postmortemListSchema>>(`${url}/api/v1/postmortems`);
  const all = postmortems.map(({ id }) => read<Postmortem>(`${url}/api/v1/postmortems/${id}`));
  return (await Promise.all(all)).map(
    ({ id, title, publishedAt, changedAt, evaluatedUntil, figures, check, recordChanges }) => ({
      path: `/postmortems/${id}`,
      ...{ id, title, publishedAt, changedAt, evaluatedUntil, figures, check, recordChanges },
    }),
  );
}

async function read<T>(url: string): Promise<T> {
  return (await fetch(url)).json() as Promise<T>; // our own API, whose answers tests compare with these schemas
}

/** Formats a post-mortem for people: where it is, its check, and the figures of each month and year. */
export function postmortemText({ path, publishedAt, check, figures }: PostmortemReport): string {
  const matching = check.figures.filter(({ verdict }) => verdict === 'match').length;
  const head = `post-mortem ${path}: published ${publishedAt}, ${matching} of ${check.figures.length} figures match the record`;
  return [head, ...figures.uptime.map(uptimeLine)].join('\n');
}

function uptimeLine(one: PostmortemReport['figures']['uptime'][number]): string {
  const { component, period, downMs, uptimeMillionths, budgetShareMillionths, isMet } = one;
  if (uptimeMillionths === null) return `  ${component} ${period}: no data`;
  const budget = `${((budgetShareMillionths ?? 0) / 10_000).toFixed(1)} % of the error budget`;
  return `  ${component} ${period}: uptime ${formatPercent(uptimeMillionths, downMs)}, ${budget}, target ${isMet ? 'met' : 'missed'}`;
}
