import type { Audience } from '#domain/incident/incident';
import { fillTemplate, namesPlaceholder } from '#domain/incident/update-template';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { Context, Rendered } from '#server/context';
import { renderText } from '#server/markdown/render-text';
import { isForReaders, refusePlaceholders } from './fill-placeholders.ts';

const MINUTE_MS = 60_000;

type Text = { body: string; nextUpdateBy?: Instant | null | undefined; nextUpdateMinutes?: number | undefined };
type Written = Text & { audience?: readonly Audience[] | undefined };

/** A text as it will be stored. `namesNextUpdate`: the body names the time of the next update, so the update must have one. */
export type PreparedText = { body: string; rendered: Rendered; nextUpdateBy: Instant | null; namesNextUpdate: boolean };

/**
 * Prepares a text before the transaction that stores it, because rendering takes a while. Replaces {{next_update}} by the time of the next update (an instant, or
 * minutes from now), so that the text and the update name the same time. Errors: invalid_input for a text that cannot be rendered or would show a placeholder
 * to readers; overloaded.
 */
export async function prepareText<T extends Written>(
  ctx: Pick<Context, 'clock' | 'texts'>,
  written: T,
): Promise<Omit<T, keyof Text> & PreparedText> {
  const { body, nextUpdateBy, nextUpdateMinutes, ...others } = written;
  const now = ctx.clock.now();
  const nextAt = nextUpdateMinutes === undefined ? (nextUpdateBy ?? null) : now + nextUpdateMinutes * MINUTE_MS;
  const namesNextUpdate = namesPlaceholder(body, 'next_update');
  const filled =
    namesNextUpdate && nextAt !== null ? fillTemplate(body, { next_update: formatMoment(nextAt, now) }) : body;
  const rendered = await renderText(ctx, filled);
  if (isForReaders(written))
    refusePlaceholders('body', rendered.text, { allowsNextUpdate: namesNextUpdate && nextAt === null }); // markup can hide a placeholder until it is rendered
  return { ...others, body: filled, rendered, nextUpdateBy: nextAt, namesNextUpdate };
}
