import { expect, test } from 'vitest';
import { isTimeZone } from './is-time-zone.ts';

test.each([
  ['UTC', true],
  ['Europe/London', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Europe/Atlantis', false],
  ['+01:00', false],
  ['', false],
  ["UTC'; --", false],
])('%s is the name of a time zone: %s', (name, is) => expect(isTimeZone(name)).toBe(is));
