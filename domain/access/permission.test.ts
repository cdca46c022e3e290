import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, isProbeScope, may, ROLES, type Role, SCOPES, scopesAllow } from './permission.ts';

const WHO_MAY: Record<Action, readonly Role[]> = {
  'account:write': ['viewer', 'communicator', 'editor', 'admin'],
  'incident:read': ['viewer', 'communicator', 'editor', 'admin'],
  'incident:open': ['communicator', 'editor', 'admin'],
  'incident:update': ['communicator', 'editor', 'admin'],
  'incident:withdraw': ['communicator', 'editor', 'admin'],
  'incident:backfill': ['editor', 'admin'],
  'template:write': ['editor', 'admin'],
  'catalog:write': ['editor', 'admin'],
  'token:write': ['admin'],
  'staff:write': ['admin'],
  'audit:read': ['admin'],
  'setting:write': ['admin'],
};

describe('who may what', () => {
  test('every action is in the matrix', () => expect(Object.keys(WHO_MAY).sort()).toEqual([...ACTIONS].sort()));

  describe.each(ACTIONS)('%s', (action) => {
    test.each(ROLES)('%s', (role) => expect(may(role, action)).toBe(WHO_MAY[action].includes(role)));
  });
});

describe('what a token may', () => {
  test.each(SCOPES)('%s opens what it names and nothing else', (scope) => {
    const [area, verb] = scope.split(':');
    const opened = ACTIONS.filter((action) => scopesAllow([scope], action));
    if (isProbeScope(scope)) expect(opened).toEqual([]);
    else {
      expect(opened.length).toBeGreaterThan(0);
      expect(opened.every((action) => `${action.split(':')[0]}s` === area || action.split(':')[0] === area)).toBe(true);
      if (verb !== 'write') expect(opened).toEqual([`${area?.replace(/s$/, '')}:${verb}`]);
    }
  });

  test('all scopes together neither make a token nor staff, and no scope does nothing', () => {
    expect(ACTIONS.filter((action) => !scopesAllow(SCOPES, action))).toEqual([
      'account:write',
      'token:write',
      'staff:write',
    ]);
    expect(ACTIONS.filter((action) => scopesAllow([], action))).toEqual([]);
  });
});
