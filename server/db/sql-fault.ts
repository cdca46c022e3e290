/** A failure that PostgreSQL reported: its SQLSTATE and, where it names one, the constraint that was violated. */
export type SqlFault = { state: string; constraint: string | null };

/** The owner of a fault: the sender's value, the database as a whole, or another fault of ours. */
export type FaultOwner = 'sender' | 'database' | 'other';

type Reported = {
  code?: unknown;
  originalCode?: unknown;
  constraint?: unknown;
  message?: unknown;
  originalMessage?: unknown;
};

/**
 * Constraints that a valid request can violate: another request used the name first, or the object that it refers to was removed. The
 * violation of any other constraint is our mistake.
 */
const SENDER_CONSTRAINTS: readonly string[] = [
  'component_slug_key',
  'component_group_slug_key',
  'component_group_id_fkey',
  'instance_component_id_fkey',
  'policy_version_component_id_effective_from_key',
  'source_component_id_fkey',
  'source_name_key',
  'staff_email_key',
  'update_template_name_key',
];

// Connection lost, resources exhausted (disk, memory, connections), shutdown or start, input/output, read-only after a failover.
const DATABASE_STATES = /^(08|53|57P|58|25006)/;
const NETWORK_CODES = /^E[A-Z]+$/;
// pg and pg-pool report these without a code. "timeout exceeded when trying to connect" is not included: it means that all connections of the
// pool are busy, perhaps through one sender, while the database works.
const NO_CONNECTION = /Connection terminated|Client has encountered a connection error/i;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Returns the SQLSTATE of an error of pg, or of Prisma, which nests the error of the driver; null where there is none. */
export function sqlFaultOf(error: unknown): SqlFault | null {
  const reported = driverErrorOf(error);
  const state = reported.originalCode ?? reported.code;
  if (typeof state !== 'string' || !SQLSTATE.test(state) || NETWORK_CODES.test(state)) return null;
  return { state, constraint: constraintOf(reported) };
}

function driverErrorOf(error: unknown): Reported {
  const { meta } = Object(error) as { meta?: { driverAdapterError?: { cause?: Reported } } };
  return meta?.driverAdapterError?.cause ?? (Object(error) as Reported);
}

function constraintOf({ constraint, originalMessage, message }: Reported): string | null {
  if (typeof constraint === 'string') return constraint;
  const { index } = Object(constraint) as { index?: unknown };
  if (typeof index === 'string') return index;
  return /constraint "([^"]+)"/.exec(String(originalMessage ?? message ?? ''))?.[1] ?? null;
}

/**
 * Returns the owner of an error. Class 22 (an invalid value) is the sender's fault; class 23 only for a listed constraint. Errors under which
 * nothing can be stored for anyone belong to the database; all others are faults of ours that may concern only one sender.
 */
export function faultOwner(error: unknown): FaultOwner {
  const fault = sqlFaultOf(error);
  if (fault === null) return isNetworkFault(error) ? 'database' : 'other';
  if (fault.state.startsWith('22')) return 'sender';
  if (fault.state.startsWith('23'))
    return fault.constraint !== null && SENDER_CONSTRAINTS.includes(fault.constraint) ? 'sender' : 'other';
  return DATABASE_STATES.test(fault.state) ? 'database' : 'other';
}

function isNetworkFault(error: unknown): boolean {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && NETWORK_CODES.test(code)) || NO_CONNECTION.test(String(message ?? ''));
}

/** Returns whether the disk of the database is full, or its quota used up. */
export function isDiskFull(error: unknown): boolean {
  if (sqlFaultOf(error)?.state === '53100') return true;
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  return (
    code === 'ENOSPC' || code === 'EDQUOT' || /No space left on device|Disk quota exceeded/i.test(String(message ?? ''))
  );
}

/** Returns whether a statement failed because of one constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return sqlFaultOf(error)?.constraint === constraint;
}
