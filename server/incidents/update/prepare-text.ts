import type { Audience } from '#domain/incident/incident';
import { fillTemplate, namesPlaceholder } from '#domain/incident/update-template';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { Context, Rendered } from '#server/context';
import { AppError } from '#server/errors';
import { renderText } from '#server/markdown/render-text';
import { isForReaders, refusePlaceholders } from './fill-placeholders.ts';

const MINUTE_MS = 60_000;

type Text = { body: string; nextUpdateBy?: Instant | null | undefined; nextUpdateMinutes?: number | undefined };
type Written = Text & { audience?: readonly Audience[] | undefined };

/** A text as it will be stored. `namesNextUpdate`: the body names the time of the next update, so that one must be given. */
export type PreparedText = { body: string; rendered: Rendered; nextUpdateBy: Instant | null; namesNextUpdate: boolean };

/**
 * Prepares a text before the transaction that stores it, because rendering takes a while: the time of the next update (an instant, or minutes from now) takes the place
 * of {{next_update}}, so that text and promise never name two times. Errors: invalid_input for a text that cannot be rendered, or in which readers would see a placeholder; overloaded.
 */
export async function prepareText<T extends Written>(
  ctx: Pick<Context, 'clock' | 'texts'>,
  said: T,
): Promise<Omit<T, keyof Text> & PreparedText> {
  const { body, nextUpdateBy, nextUpdateMinutes, ...others } = said;
  const now = ctx.clock.now();
  const promised = nextUpdateMinutes === undefined ? (nextUpdateBy ?? null) : now + nextUpdateMinutes * MINUTE_MS;
  const namesNextUpdate = namesPlaceholder(body, 'next_update');
  const filled =
    namesNextUpdate && promised !== null ? fillTemplate(body, { next_update: formatMoment(promised, now) }) : body;
  const rendered = await renderText(ctx, filled);
  if (isForReaders(said))
    refusePlaceholders('body', rendered.text, { isPromiseOpen: namesNextUpdate && promised === null }); // markup can hide one until here
  return { ...others, body: filled, rendered, nextUpdateBy: promised, namesNextUpdate };
}

/** Errors: invalid_input for a text that names the time of the next update where none is promised. */
export function checkPromise(
  { namesNextUpdate }: Pick<PreparedText, 'namesNextUpdate'>,
  promised: Instant | null,
): void {
  if (namesNextUpdate && promised === null)
    throw new AppError(
      'invalid_input',
      'body: says {{next_update}}, and no next update is promised: choose one, or take it out.',
    );
}
