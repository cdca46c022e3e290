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

/** Whether anything of a text is to be filled in, or refused. */
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
 * Fills the placeholders of a text about an incident as it is now, before the text is stored; the time of the next update has its place filled where its promise
 * is known. Errors: invalid_input for a title, or a text for readers, in which a placeholder is left, known or not.
 */
export async function fillPlaceholders<T extends Written>(
  ctx: ActingContext,
  incident: string,
  written: T,
  promise: Promised = PROMISED_LATER,
): Promise<T> {
  if (!hasPlaceholders(written)) return written;
  const facts = await placeholderFacts(ctx.prisma, incident, written.affected ?? []);
  if (!facts) return written; // the verb says that there is no such incident
  const now = ctx.clock.now();
  const next = promise.nextUpdateBy === null ? {} : { next_update: formatMoment(promise.nextUpdateBy, now) };
  return filled(written, { ...placeholderValues(incidentFailure(facts, now), facts.title, now), ...next }, promise);
}

/** The same where an incident begins: it has nothing but what is stated of it. Errors: invalid_input, as above. */
export async function fillFirst<T extends Written & { title: string }>(
  ctx: ActingContext,
  written: T,
  times: Times,
  promise: Promised = PROMISED_LATER,
): Promise<T> {
  if (!hasPlaceholders(written)) return written;
  const components = await statedComponents(ctx.prisma, written.affected ?? []);
  const now = ctx.clock.now();
  const failure = incidentFailure({ components, episodes: [], ...times }, now);
  const { title: _, ...untitled } = placeholderValues(failure, '', now);
  const title = cutTitle(fillTitle(written.title, untitled));
  return filled({ ...written, title }, { ...untitled, title }, promise);
}

/** When the next update is promised, as far as it is known here. Open: {{next_update}} is left for prepareText, which fills it in or refuses it. */
type Promised = { nextUpdateBy: Instant | null; isOpen: boolean };
const PROMISED_LATER: Promised = { nextUpdateBy: null, isOpen: true };

type Times = { startedAt: Instant; resolvedAt: Instant | null };

function filled<T extends Written>(written: T, values: PlaceholderValues, { isOpen }: Promised): T {
  const title = written.title === undefined ? undefined : cutTitle(fillTitle(written.title, values));
  const body = fillTemplate(written.body, title === undefined ? values : { ...values, title });
  if (isForReaders(written)) refusePlaceholders('body', body, { isPromiseOpen: isOpen });
  refusePlaceholders('title', title ?? ''); // also of an internal update: the title becomes public with its incident
  return { ...written, body, ...(title === undefined ? {} : { title }) };
}

/** Whether a text is for readers: it is unless its audience is given and internal. */
export function isForReaders({ audience }: { audience?: readonly Audience[] | undefined }): boolean {
  return audience?.includes('public') ?? true;
}

/** Errors: invalid_input where readers would see a placeholder in a text. `isPromiseOpen`: {{next_update}} is filled in, or refused, with its promise. */
export function refusePlaceholders(field: string, text: string, { isPromiseOpen = false } = {}): void {
  const [left] = leftPlaceholders(text).filter((name) => !isPromiseOpen || name !== 'next_update');
  if (left === undefined) return;
  const isKnown = (PLACEHOLDERS as readonly string[]).includes(left);
  const known = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');
  throw new AppError(
    'invalid_input',
    isKnown
      ? `${field}: {{${left}}} has no value here. Write it out, or remove it.`
      : `${field}: there is no placeholder {{${left}}}. Use one of ${known}, or remove it.`,
  );
}
