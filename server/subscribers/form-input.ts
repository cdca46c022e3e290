import { EVENT_KINDS, type EventKind } from '#domain/delivery/kind';
import { kindsOfChoice } from '#domain/subscription/subscription';
import { AppError } from '#server/errors';

type Fields = Record<string, string | string[]>;

const KINDS = new Set<string>(EVENT_KINDS);
const FAULT = /^(address|ownerEmail|components|events|timeZone)\b[\w.]*: (.*)$/s;

function listOf(field: string | string[] | undefined): string[] {
  return [field ?? []].flat();
}

function kindsOf({ send, kinds }: Fields): readonly string[] {
  const named = listOf(kinds).filter((kind): kind is EventKind => KINDS.has(kind));
  return kindsOfChoice(send === 'ends' || send === 'some' ? send : 'all', named);
}

/**
 * Returns what a form asks to receive, as the schemas expect it. `listed`: how many components the form showed; with all of them ticked,
 * the choice includes those added later. Errors: invalid_input if none is ticked.
 */
export function choiceOfForm(fields: Fields): Record<string, unknown> {
  const { components, listed = '0', minimumImpact, language, timeZone, format } = fields;
  const ticked = listOf(components);
  if (ticked.length === 0 && listed !== '0')
    throw new AppError('invalid_input', 'components: must name at least one component');
  return {
    components: ticked.length === Number(listed) ? [] : ticked,
    events: kindsOf(fields),
    ...(minimumImpact === undefined ? {} : { minimumImpact }),
    ...(language === undefined ? {} : { language }),
    ...(timeZone === undefined || timeZone === '' ? {} : { timeZone }),
    ...(format === undefined ? {} : { format }),
  };
}

/** Returns the field that an error is about, and what is wrong with it; or null for an error that is not about a field of the form. */
export function faultOfForm(error: unknown): { field: string; fault: string } | null {
  if (!(error instanceof AppError) || error.code !== 'invalid_input') return null;
  const [, field, fault] = FAULT.exec(error.message) ?? [];
  return field === undefined || fault === undefined ? null : { field, fault };
}
