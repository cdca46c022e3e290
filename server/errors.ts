/** Maps the code of every expected failure to its HTTP status and title. Any other error is a bug and answers 500. */
export const PROBLEMS = {
  bad_environment: [500, 'Invalid setting'],
  malformed_body: [400, 'Malformed request'],
  invalid_input: [422, 'Invalid input'],
  unauthenticated: [401, 'Authentication required'],
  forbidden: [403, 'Permission required'],
  not_found: [404, 'Not found'],
  conflict: [409, 'Conflict with the current state'],
  key_reused: [422, 'Idempotency key already used'],
  reason_needed: [422, 'Reason required'],
  approval_needed: [409, 'Approval required'],
  method_not_allowed: [405, 'Method not allowed'],
  body_too_large: [413, 'Request body too large'],
  too_many_probes: [413, 'Too many probes in one batch'],
  unsupported_encoding: [415, 'Unsupported content encoding'],
  too_many_attempts: [429, 'Too many attempts'],
  mail_failed: [502, 'E-mail could not be sent'],
  overloaded: [503, 'Server too busy'],
  database_unavailable: [503, 'Database unavailable'],
  already_running: [500, 'Another instance is running'],
  internal: [500, 'Internal error'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Marks every AppError, regardless of which copy of this module created it. */
const BRAND = Symbol.for('candor.app-error');

/** An expected failure. `detail` says what is wrong and what to do; `more` adds members to the problem. */
export class AppError extends Error {
  readonly [BRAND] = true;
  readonly code: ProblemCode;
  readonly more: Readonly<Record<string, unknown>>;
  constructor(code: ProblemCode, detail: string, more: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.code = code;
    this.more = more;
  }

  /** Next bundles its own copy of this module, so errors of the surrounding process are instances of another class. */
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

// States of PostgreSQL, codes of the network, codes of Prisma, and kinds of its driver adapter, which have no code where there is no connection.
const AWAY_CODES = /^((08|53|57|58|40|55P03|25P0[34]).*|E[A-Z]+|P1001|P1002|P1008|P1017|P2024|P2028)$/;
const AWAY_KINDS = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/;
type DriverError = {
  code?: string;
  message?: string;
  meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } };
};

/** Returns whether an error of pg or Prisma means that the database is unavailable, too busy or too slow, rather than a bug in a query. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '', meta }: DriverError = Object(error);
  const { kind = '', originalCode = '' } = meta?.driverAdapterError?.cause ?? {};
  return (
    AWAY_CODES.test(code) ||
    AWAY_CODES.test(originalCode) ||
    AWAY_KINDS.test(kind) ||
    /timeout|terminat|connection/i.test(message)
  );
}

/** Throws if a condition does not hold, which is a bug. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
