import { describe, expect, test } from 'vitest';
import { returnPath, withReturn } from './return-path.ts';

describe('the page to open after signing in', () => {
  test.each(['/console', '/console/audit', '/console/incidents/k3v9x2m4q7ab', '/console/incidents/k3v9/updates/12'])(
    'may be %s',
    (path) => {
      expect(returnPath(path)).toBe(path);
      expect(new URL(withReturn('https://status.example/sign-in', path)).searchParams.get('to')).toBe(path);
    },
  );

  test.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/console',
    'javascript:alert(1)',
    '/console//evil.example',
    '/console\\evil',
    '/console/../x',
    '/console/%2e%2e/x',
    '/console/%2F%2Fevil.example',
    '%2Fconsole',
    '/%2Fevil.example',
    '/console/..%5cx',
    '/console/./x',
    '/console@evil.example',
    '/console.evil.example',
    '/consoles',
    '/Console',
    '/console?next=//evil.example',
    '/console#x',
    '/console/\n',
    '/console/ x',
    ' /console',
    '/console/\u0000',
    '/console/é',
    '/sign-in',
    '/',
    '',
    `/console/${'x'.repeat(300)}`,
    ['/console'],
    undefined,
    null,
  ])('may not be %j', (given) => {
    expect(returnPath(given)).toBeNull();
    expect(withReturn('/sign-in', given)).toBe('/sign-in');
  });
});
