/** Roles of staff, each of which may all that those before it may. */
export const ROLES = ['viewer', 'communicator', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a token can be made for: `probes:…` belongs to a source, the others stand for what staff do. */
export const SCOPES = [
  'probes:write',
  'probes:backfill',
  'probes:ping',
  'incidents:read',
  'incidents:write',
  'incidents:backfill',
  'templates:write',
  'catalog:write',
  'settings:write',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Whether a scope is for the probes of a source. */
export function isProbeScope(scope: Scope): boolean {
  return scope.startsWith('probes:');
}

type Demand = { role: Role; scope: Scope | null };

/**
 * What each action demands: the least role, and the scope of a token; null: no token may. Whoever holds a token must not be able to make
 * another, nor to become staff.
 */
const DEMANDS = {
  'account:write': { role: 'viewer', scope: null },
  'incident:read': { role: 'viewer', scope: 'incidents:read' },
  'incident:open': { role: 'communicator', scope: 'incidents:write' },
  'incident:update': { role: 'communicator', scope: 'incidents:write' },
  'incident:withdraw': { role: 'communicator', scope: 'incidents:write' },
  'incident:backfill': { role: 'editor', scope: 'incidents:backfill' },
  'template:write': { role: 'editor', scope: 'templates:write' },
  'catalog:write': { role: 'editor', scope: 'catalog:write' },
  'token:write': { role: 'admin', scope: null },
  'staff:write': { role: 'admin', scope: null },
  'audit:read': { role: 'admin', scope: 'audit:read' },
  'setting:write': { role: 'admin', scope: 'settings:write' },
} as const satisfies Record<`${string}:${string}`, Demand>;

export type Action = keyof typeof DEMANDS;
export const ACTIONS = Object.keys(DEMANDS) as readonly Action[]; // the keys of a literal

/** Whether somebody with this role may do this. */
export function may(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(DEMANDS[action].role);
}

/** Whether a token with these scopes may be used for this. */
export function scopesAllow(scopes: readonly Scope[], action: Action): boolean {
  const { scope } = DEMANDS[action];
  return scope !== null && scopes.includes(scope);
}

/** The least role that may do this, and the scope that a token needs for it; null where no token may. */
export function demandOf(action: Action): Readonly<Demand> {
  return DEMANDS[action];
}
