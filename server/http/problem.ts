import { type AppError, PROBLEMS } from '../errors.ts';

export type Problem = { status: number; body: { type: string; title: string; status: number; detail: string; instance: string; request_id: string } };

/** RFC 9457 problem details; `type` is stable and can be opened. */
export function problemOf(error: AppError, requestId: string, path: string): Problem {
  const [status, title] = PROBLEMS[error.code];
  return {
    status,
    body: { type: `/problems/${error.code.replaceAll('_', '-')}`, title, status, detail: error.message, instance: path, request_id: requestId },
  };
}
