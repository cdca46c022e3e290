/** Staff roles. Each has all permissions of those before it. */
export const ROLES = ['viewer', 'communicator', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Scopes of a token. `probes:…` is for sources; the others allow actions of staff. */
export const SCOPES = [
  'probes:write',
  'probes:backfill',
  'probes:ping',
  'incidents:read',
  'incidents:write',
  'incidents:backfill',
  'postmortems:write',
  'templates:write',
  'catalog:write',
  'settings:write',
  'subscribers:read',
  'subscribers:write',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Returns whether a scope is for the probes of a source. */
export function isProbeScope(scope: Scope): boolean {
  return scope.startsWith('probes:');
}

type Demand = { role: Role; scope: Scope | null };

/**
 * The minimum role for each action, and the scope that a token needs. Null: not allowed with a token, because a token must not create tokens or
 * staff accounts, and a person decides whether sending continues and whether a post-mortem is right.
 */
const DEMANDS = {
  'account:write': { role: 'viewer', scope: null },
  'incident:read': { role: 'viewer', scope: 'incidents:read' },
  'incident:open': { role: 'communicator', scope: 'incidents:write' },
  'incident:update': { role: 'communicator', scope: 'incidents:write' },
  'incident:withdraw': { role: 'communicator', scope: 'incidents:write' },
  'incident:backfill': { role: 'editor', scope: 'incidents:backfill' },
  'postmortem:write': { role: 'editor', scope: 'postmortems:write' },
  'postmortem:approve': { role: 'editor', scope: null },
  'template:write': { role: 'editor', scope: 'templates:write' },
  'catalog:write': { role: 'editor', scope: 'catalog:write' },
  'token:write': { role: 'admin', scope: null },
  'staff:write': { role: 'admin', scope: null },
  'audit:read': { role: 'admin', scope: 'audit:read' },
  'subscriber:read': { role: 'admin', scope: 'subscribers:read' },
  'subscriber:write': { role: 'admin', scope: 'subscribers:write' },
  'delivery:pause': { role: 'communicator', scope: null },
  'setting:write': { role: 'admin', scope: 'settings:write' },
} as const satisfies Record<`${string}:${string}`, Demand>;

export type Action = keyof typeof DEMANDS;
export const ACTIONS = Object.keys(DEMANDS) as readonly Action[]; // the keys of a literal

/** Returns whether a role allows an action. */
export function may(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(DEMANDS[action].role);
}

/** Returns whether the scopes of a token allow an action. */
export function scopesAllow(scopes: readonly Scope[], action: Action): boolean {
  const { scope } = DEMANDS[action];
  return scope !== null && scopes.includes(scope);
}

/** Returns the minimum role for an action, and the scope that a token needs. The scope is null if no token is allowed. */
export function demandOf(action: Action): Readonly<Demand> {
  return DEMANDS[action];
}
