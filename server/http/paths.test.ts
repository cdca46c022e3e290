import { describe, expect, test } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';
import { isConsolePath, isOneClickPath, isPublicFormPath, loggedPath } from './paths.ts';

const TOKEN = 'k3f9a0c2m7xq.u.1.0.AAAAAAAAAAAAAAAAAAAAAA';

describe('forms of public pages', () => {
  test.each([
    '/',
    '/subscribe',
    `/subscriptions/${TOKEN}`,
    `/subscriptions/${TOKEN}/confirm`,
    `/subscriptions/${TOKEN}/unsubscribe`,
  ])('%s takes a form, and is no page of the console', (path) => {
    expect([isPublicFormPath(path), isConsolePath(path), allowedMethods(path)]).toEqual([
      true,
      false,
      ['GET', 'HEAD', 'POST'],
    ]);
  });

  test.each([
    '/uptime',
    '/subscribed',
    '/subscribe/x',
    '/subscriptions',
    `/subscriptions/${TOKEN}/other`,
    '/incidents/x',
  ])('%s takes none', (path) =>
    expect([isPublicFormPath(path), allowedMethods(path)]).toEqual([false, ['GET', 'HEAD']]),
  );
});

test('the target of one-click unsubscribe takes a POST without being a form', () => {
  const path = `/u/${TOKEN}`;
  expect([isOneClickPath(path), isPublicFormPath(path), allowedMethods(path)]).toEqual([
    true,
    false,
    ['GET', 'HEAD', 'POST'],
  ]);
  expect([isOneClickPath('/u'), isOneClickPath(`${path}/x`)]).toEqual([false, false]);
});

test('the log has no tokens of mailed links', () => {
  expect(loggedPath(`/u/${TOKEN}`)).toBe('/u/…');
  expect(loggedPath(`/subscriptions/${TOKEN}/confirm`)).toBe('/subscriptions/…/confirm');
  expect(loggedPath('/api/v1/subscribers')).toBe('/api/v1/subscribers');
});
