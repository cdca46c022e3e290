import { expect, test } from 'vitest';
import { FACT_ROLES } from '#domain/postmortem/facts';
import { formatDue, formatShortDue } from './format-due.ts';
import { formatFactName } from './format-fact.ts';

const nameOf = (key: string) => formatFactName(key, (slug) => slug.toUpperCase());

test('names of facts have their number, period and component', () => {
  expect(
    ['episode.2.start', 'serving/episode.1.duration', 'serving/uptime.2022-03', 'uptime.2022', 'uptime.month'].map(
      nameOf,
    ),
  ).toEqual([
    'Start of outage 2',
    'Duration of outage 1 (SERVING)',
    'Uptime, March 2022 (SERVING)',
    'Uptime, 2022',
    'Uptime, month of the incident',
  ]);
});

test('every fact has a name, and an unknown one its key', () => {
  for (const role of Object.keys(FACT_ROLES)) expect(nameOf(role.replace('episode.', 'episode.1.'))).toMatch(/^[A-Z]/);
  expect(nameOf('weather')).toBe('weather');
});

test('days of another year have their year', () => {
  expect([formatDue('2022-12-04', '2022-11-27'), formatShortDue('2023-01-15', '2022-11-27')]).toEqual([
    '4 December',
    '15 Jan 2023',
  ]);
});
