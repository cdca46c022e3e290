import type { IncidentState } from '#domain/incident';
import type { Instant } from '#domain/interval';
import { promiseOf } from '#domain/promise-kept';
import { fillTemplate, namesPlaceholder } from '#domain/update-template';
import { momentWords } from '#domain/utc-words';
import { AppError } from '../errors.ts';

const MINUTE_MS = 60_000;

type Said = { state: IncidentState; body: string; nextUpdateBy?: Instant | null | undefined; nextUpdateMinutes?: number | undefined };

/**
 * When the next word is promised (as an instant, or counted from now; never by what ends an incident), and the text with that time in the place of
 * {{next_update}}: text and promise never say two times. Errors: invalid_input for a text that names a promise where there is none.
 */
export function withPromise({ state, body, nextUpdateBy, nextUpdateMinutes }: Said, now: Instant): { body: string; nextUpdateBy: Instant | null } {
  const promised = promiseOf({ state, nextUpdateBy: nextUpdateMinutes === undefined ? (nextUpdateBy ?? null) : now + nextUpdateMinutes * MINUTE_MS });
  if (!namesPlaceholder(body, 'next_update')) return { body, nextUpdateBy: promised };
  if (promised === null) throw new AppError('invalid_input', 'body: says {{next_update}}, and no next update is promised: choose one, or take it out.');
  return { body: fillTemplate(body, { next_update: momentWords(promised, now) }), nextUpdateBy: promised };
}
