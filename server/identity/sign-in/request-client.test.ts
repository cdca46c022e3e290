import { describe, expect, test } from 'vitest';
import { givenCookie, newCookie, removedCookie } from './cookies.ts';
import { clientOf, cookieOf } from './request-client.ts';

const HTTP = { publicOrigin: 'http://localhost:3000' };
const HTTPS = { publicOrigin: 'https://status.example' };
const from = (cookie: string) => ({ headers: new Headers({ cookie }), address: '192.0.2.1' });

describe('a cookie of a request', () => {
  test.each([
    ['a=1', '1'],
    ['b=2; a=1', '1'],
    ['b=2;a=1 ', '1'],
    ['a=1=2', '1=2'],
    ['a=', ''],
    ['a=1; a=2', '1'],
    ['aa=1', null],
    ['A=1', null],
    ['a', null],
    ['', null],
  ])('named a is read from %j as %j', (header, value) => {
    expect(cookieOf(from(header), 'a')).toBe(value);
  });

  test('is null in a request without cookies', () => {
    expect(cookieOf({ headers: new Headers(), address: '' }, 'a')).toBeNull();
  });
});

describe('a cookie of ours', () => {
  test('is bound to this host with https, and sent to no other site in any case', () => {
    const shared = { value: 'v', maxAge: 60, httpOnly: true, sameSite: 'lax', path: '/' };
    expect(newCookie(HTTPS, 'session', 'v', 60)).toEqual({ ...shared, name: '__Host-candor.session', secure: true });
    expect(newCookie(HTTP, 'session', 'v', 60)).toEqual({ ...shared, name: 'candor.session', secure: false });
  });

  test('is found under the name of its site only', () => {
    const client = from('candor.device=plain; __Host-candor.device=bound');
    expect([givenCookie(HTTP, client, 'device'), givenCookie(HTTPS, client, 'device')]).toEqual(['plain', 'bound']);
    expect(givenCookie(HTTPS, client, 'session')).toBeNull();
  });

  test('is removed by an empty one that has ended', () => {
    expect(removedCookie(HTTPS, 'session')).toMatchObject({ name: '__Host-candor.session', value: '', maxAge: 0 });
  });
});

test('a client has the address that our server passed on', () => {
  expect(
    clientOf({ headers: new Headers({ 'x-candor-peer': '192.0.2.7', 'x-forwarded-for': '10.0.0.1' }) }).address,
  ).toBe('192.0.2.7');
  expect(clientOf({ headers: new Headers({ 'x-forwarded-for': '10.0.0.1' }) }).address).toBe('');
});
