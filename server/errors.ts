/** Every failure that the world can cause: code → HTTP status and title. What is not here is our own mistake and answers 500. */
export const PROBLEMS = {
  bad_environment: [500, 'A setting cannot be used'],
  malformed_body: [400, 'The body is not the JSON that was expected'],
  invalid_input: [422, 'The input is well-formed but invalid'],
  unauthenticated: [401, 'A valid token is needed'],
  forbidden: [403, 'Permission required'],
  not_found: [404, 'There is nothing at this address'],
  conflict: [409, 'Something else was changed meanwhile, or stands in the way'],
  key_reused: [422, 'The idempotency key was used for another request'],
  reason_needed: [422, 'This needs a reason'],
  approval_needed: [409, 'This needs a second person'],
  method_not_allowed: [405, 'This address does not answer that method'],
  body_too_large: [413, 'The body is too large'],
  too_many_probes: [413, 'The batch holds too many probes'],
  unsupported_encoding: [415, 'The body is of a kind that is not read here'],
  too_many_tries: [429, 'Too many tries'],
  mail_failed: [502, 'The mail could not be sent'],
  overloaded: [503, 'Too busy to take this now'],
  database_unavailable: [503, 'The database cannot be reached'],
  already_running: [500, 'Another instance is running'],
  internal: [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Marks every AppError, whichever copy of this module made it. */
const BRAND = Symbol.for('candor.app-error');

/** A failure that the world caused; `detail` says what to do about it, `more` what else an answer holds to do it with. */
export class AppError extends Error {
  readonly [BRAND] = true;
  readonly code: ProblemCode;
  readonly more: Readonly<Record<string, unknown>>;
  constructor(code: ProblemCode, detail: string, more: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.code = code;
    this.more = more;
  }

  /** Next bundles its own copy of this module, so an error of the process around the pages is an instance of another class. */
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** Whether an error of the driver means that the database is away, too busy or too slow, rather than that we asked something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(08|53|57|58|40|55P03|25P0[34])/.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /timeout|terminat|connection/i.test(message)
  );
}

/** Our own mistake: stops the operation. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
