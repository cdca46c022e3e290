import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AppError, PROBLEMS, type ProblemCode } from '#server/errors';
import { FORM_TOO_LARGE, MALFORMED_FORM, OUTDATED_FORM } from './form-guard.ts';
import { ACTION_HEADER, FAILURE_HEADER } from './request-context.ts';

const AWAY = new AppError('database_unavailable', 'The database is unavailable. Try again in a few seconds.');
export const BROKEN = new AppError('internal', 'An internal error occurred. Look up the request_id in the server log.');

/** The head of an answer of the process of the pages. */
export type AnswerHead = { statusCode: number; headers: IncomingHttpHeaders };

function failureOfPage(code: string): AppError {
  if (code === 'database_unavailable') return AWAY;
  return Object.hasOwn(PROBLEMS, code) && code !== 'internal'
    ? new AppError(code as ProblemCode, PROBLEMS[code as ProblemCode][1])
    : BROKEN; // one of the codes
}

/** Detects an action that Next forwarded from one page to another and that came back empty. */
function isLostAction(request: IncomingMessage, { statusCode, headers }: AnswerHead): boolean {
  const type = headers['content-type'] ?? '';
  return statusCode === 200 && request.headers['next-action'] !== undefined && type.startsWith('application/json');
}

/**
 * Returns the error behind an answer of Next whose body is of no use to its reader: a form that Next could not read or does not know, or a page that
 * failed. Returns null for every other answer.
 */
export function failureOf(request: IncomingMessage, answer: AnswerHead, isTooLarge: () => boolean): AppError | null {
  const { statusCode, headers } = answer;
  const type = headers['content-type'] ?? '';
  if (isLostAction(request, answer)) return MALFORMED_FORM;
  if (headers['x-nextjs-action-not-found'] !== undefined && request.headers['next-action'] === undefined)
    return statusCode === 409 ? OUTDATED_FORM : MALFORMED_FORM; // a form without script; the framework's own client handles the header
  if (statusCode !== 500 || !/^text\/(html|plain|x-component)/.test(type)) return null;
  if (request.method === 'POST' && headers[ACTION_HEADER] === undefined)
    return isTooLarge() ? FORM_TOO_LARGE : MALFORMED_FORM;
  return type.startsWith('text/x-component') ? null : failureOfPage(String(headers[FAILURE_HEADER])); // the form shows the failure of its action
}
