import { CLOSED_STATES } from '#domain/incident/incident';

const CLOSED = CLOSED_STATES.map((state) => `'${state}'`).join(', ');

/** Condition on a row `i` of incident that is open: neither in a closed state, withdrawn nor merged. */
export const IS_OPEN = `i.state NOT IN (${CLOSED}) AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL`;

/** The same condition for Prisma. */
export const OPEN_INCIDENT = { state: { notIn: [...CLOSED_STATES] }, withdrawnAt: null, mergedIntoId: null };
