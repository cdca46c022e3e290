import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, isProbeScope, may, ROLES, type Role, SCOPES, scopesAllow } from './permission.ts';

const WHO_MAY: Record<Action, readonly Role[]> = {
  'account:write': ['viewer', 'communicator', 'editor', 'admin'],
  'incident:read': ['viewer', 'communicator', 'editor', 'admin'],
  'incident:open': ['communicator', 'editor', 'admin'],
  'incident:update': ['communicator', 'editor', 'admin'],
  'incident:withdraw': ['communicator', 'editor', 'admin'],
  'incident:backfill': ['editor', 'admin'],
  'postmortem:write': ['editor', 'admin'],
  'postmortem:approve': ['editor', 'admin'],
  'template:write': ['editor', 'admin'],
  'catalog:write': ['editor', 'admin'],
  'token:write': ['admin'],
  'staff:write': ['admin'],
  'audit:read': ['admin'],
  'subscriber:read': ['admin'],
  'subscriber:write': ['admin'],
  'delivery:pause': ['communicator', 'editor', 'admin'],
  'setting:write': ['admin'],
};

describe('the permissions of roles', () => {
  test('every action is in the matrix', () => expect(Object.keys(WHO_MAY).sort()).toEqual([...ACTIONS].sort()));

  describe.each(ACTIONS)('%s', (action) => {
    test.each(ROLES)('%s', (role) => expect(may(role, action)).toBe(WHO_MAY[action].includes(role)));
  });
});

describe('the scopes of a token', () => {
  test.each(SCOPES)('%s allows only the actions it names', (scope) => {
    const [area, verb] = scope.split(':');
    const opened = ACTIONS.filter((action) => scopesAllow([scope], action));
    if (isProbeScope(scope)) expect(opened).toEqual([]);
    else {
      expect(opened.length).toBeGreaterThan(0);
      expect(opened.every((action) => `${action.split(':')[0]}s` === area || action.split(':')[0] === area)).toBe(true);
      if (verb !== 'write') expect(opened).toEqual([`${area?.replace(/s$/, '')}:${verb}`]);
    }
  });

  test('all scopes together allow neither tokens nor staff accounts nor pausing nor approving, and no scope allows nothing', () => {
    expect(ACTIONS.filter((action) => !scopesAllow(SCOPES, action))).toEqual([
      'account:write',
      'postmortem:approve',
      'token:write',
      'staff:write',
      'delivery:pause',
    ]);
    expect(ACTIONS.filter((action) => scopesAllow([], action))).toEqual([]);
  });
});
