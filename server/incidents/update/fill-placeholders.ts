import type { Audience } from '#domain/incident/incident';
import { incidentFailure } from '#domain/incident/incident-failure';
import { cutTitle } from '#domain/incident/title';
import {
  fillTemplate,
  fillTitle,
  leftPlaceholders,
  PLACEHOLDERS,
  type PlaceholderValues,
} from '#domain/incident/update-template';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import { placeholderFacts, type Stating, statedComponents } from './placeholder-facts.ts';
import { placeholderValues } from './placeholder-values.ts';

type Written = {
  body: string;
  title?: string | undefined;
  audience?: readonly Audience[];
  affected?: Stating | undefined;
};

/** Returns whether a text contains placeholders. */
export function hasPlaceholders({
  body = '',
  title = '',
}: {
  body?: string | undefined;
  title?: string | undefined;
}): boolean {
  return [body, title].some((text) => leftPlaceholders(text).length > 0);
}

/**
 * Fills the placeholders of a text about an incident as it is now, before the text is stored. {{next_update}} is filled if the time is known here. Errors:
 * invalid_input if a placeholder is left in a title or in a text for readers.
 */
export async function fillPlaceholders<T extends Written>(
  ctx: ActingContext,
  incident: string,
  written: T,
  next: NextUpdate = FILLED_LATER,
): Promise<T> {
  if (!hasPlaceholders(written)) return written;
  const facts = await placeholderFacts(ctx.prisma, incident, written.affected ?? []);
  if (!facts) return written; // the verb reports the missing incident
  const now = ctx.clock.now();
  const announced = next.nextUpdateBy === null ? {} : { next_update: formatMoment(next.nextUpdateBy, now) };
  return filled(written, { ...placeholderValues(incidentFailure(facts, now), facts.title, now), ...announced }, next);
}

/** Fills the placeholders of the first text of an incident, from what it states. Errors: invalid_input, as above. */
export async function fillFirst<T extends Written & { title: string }>(
  ctx: ActingContext,
  written: T,
  times: Times,
  next: NextUpdate = FILLED_LATER,
): Promise<T> {
  if (!hasPlaceholders(written)) return written;
  const components = await statedComponents(ctx.prisma, written.affected ?? []);
  const now = ctx.clock.now();
  const failure = incidentFailure({ components, episodes: [], ...times }, now);
  const { title: _, ...untitled } = placeholderValues(failure, '', now);
  const title = cutTitle(fillTitle(written.title, untitled));
  return filled({ ...written, title }, { ...untitled, title }, next);
}

/** The time of the next update, if it is known here. `isOpen`: {{next_update}} is left for prepareText, which fills it or refuses the text. */
type NextUpdate = { nextUpdateBy: Instant | null; isOpen: boolean };
const FILLED_LATER: NextUpdate = { nextUpdateBy: null, isOpen: true };

type Times = { startedAt: Instant; resolvedAt: Instant | null };

function filled<T extends Written>(written: T, values: PlaceholderValues, { isOpen }: NextUpdate): T {
  const title = written.title === undefined ? undefined : cutTitle(fillTitle(written.title, values));
  const body = fillTemplate(written.body, title === undefined ? values : { ...values, title });
  if (isForReaders(written)) refusePlaceholders('body', body, { allowsNextUpdate: isOpen });
  refusePlaceholders('title', title ?? ''); // also for an internal update, because the title becomes public with its incident
  return { ...written, body, ...(title === undefined ? {} : { title }) };
}

/** Returns whether a text is for readers: it is unless its audience is internal. */
export function isForReaders({ audience }: { audience?: readonly Audience[] | undefined }): boolean {
  return audience?.includes('public') ?? true;
}

/** Errors: invalid_input if readers would see a placeholder. `allowsNextUpdate`: {{next_update}} is checked later. */
export function refusePlaceholders(field: string, text: string, { allowsNextUpdate = false } = {}): void {
  const [left] = leftPlaceholders(text).filter((name) => !allowsNextUpdate || name !== 'next_update');
  if (left === undefined) return;
  const isKnown = (PLACEHOLDERS as readonly string[]).includes(left);
  const known = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');
  throw new AppError(
    'invalid_input',
    isKnown
      ? `${field}: {{${left}}} has no value here. Replace it with text, or remove it.`
      : `${field}: placeholder {{${left}}} does not exist. Use one of ${known}, or remove it.`,
  );
}
