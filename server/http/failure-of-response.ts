import type { ServerResponse } from 'node:http';
import { AppError, isDatabaseAway } from '#server/errors';
import { FORM_TOO_LARGE, MALFORMED_FORM, OUTDATED_FORM } from './form-guard.ts';
import type { Exchange } from './request-context.ts';

const AWAY = new AppError('database_unavailable', 'The database is unavailable. Try again in a few seconds.');
const BROKEN = new AppError('internal', 'An internal error occurred. Look up the request_id in the server log.');

/** Returns what the error of a page means for its reader. Any error that is not about the database is a bug. */
function failureOfPage(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return isDatabaseAway(error) ? AWAY : BROKEN;
}

/** Detects an action that Next forwarded from one page to another and that came back empty. */
function isLostAction({ req, statusCode }: ServerResponse, type: string): boolean {
  return statusCode === 200 && req.headers['next-action'] !== undefined && type.startsWith('application/json');
}

/**
 * Returns the error behind an answer of Next whose body is of no use to its reader: a form that Next could not read or does not know, or a page that
 * failed. Returns null for every other answer.
 */
export function failureOf({ response, hasAction, failure }: Exchange, isTooLarge: () => boolean): AppError | null {
  const { statusCode, req } = response;
  const type = String(response.getHeader('content-type') ?? '');
  if (isLostAction(response, type)) return MALFORMED_FORM;
  if (response.hasHeader('x-nextjs-action-not-found') && req.headers['next-action'] === undefined)
    return statusCode === 409 ? OUTDATED_FORM : MALFORMED_FORM; // a form without script; the framework's own client handles the header
  if (statusCode !== 500 || !/^text\/(html|plain|x-component)/.test(type)) return null;
  if (req.method === 'POST' && !hasAction) return isTooLarge() ? FORM_TOO_LARGE : MALFORMED_FORM;
  return type.startsWith('text/x-component') ? null : failureOfPage(failure); // the form shows the failure of its action
}
