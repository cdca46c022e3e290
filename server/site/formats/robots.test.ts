import { expect, test } from 'vitest';
import { robotsText } from './robots.ts';

const disallowed = robotsText({ title: 'Larkfield' })
  .split('\n')
  .flatMap((line) => /^Disallow: (.+)$/.exec(line)?.[1] ?? []);
/** Returns whether a search engine must not visit this address: a rule of robots.txt applies to every address that begins with it. */
const isPrivate = (address: string) => disallowed.some((start) => address.startsWith(start));

test.each([
  '/',
  '/incidents/k3f9a0c2m7xq',
  '/history',
  '/components/serving',
  '/uptime',
  '/about-these-figures',
  '/subscribe',
  '/developers',
])('search engines may visit %s', (address) => expect(isPrivate(address)).toBe(false));

test.each([
  '/console',
  '/console/incidents',
  '/sign-in',
  '/set-up/x',
  '/invitation/x',
  '/reset/x',
  '/subscriptions/x/confirm',
  '/u/x',
])('search engines must not visit %s', (address) => expect(isPrivate(address)).toBe(true));
