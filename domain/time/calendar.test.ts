import { describe, expect, test } from 'vitest';
import { DAY_MS, dayOf, lastDays, monthOf, quarterOf, yearOf, zonedDay } from './calendar.ts';

const iso = (t: number) => new Date(t).toISOString();
const lengthOf = (span: { from: number; to: number }) => (span.to - span.from) / 1000;

describe('days of a time zone', () => {
  test('V10: Europe/Berlin has 82,800 s on 2026-03-29 and 90,000 s on 2026-10-25', () => {
    const zone = 'Europe/Berlin';
    expect(lengthOf(zonedDay(2026, 3, 29, zone))).toBe(82_800);
    expect(lengthOf(zonedDay(2026, 10, 25, zone))).toBe(90_000);
    expect(lengthOf(zonedDay(2026, 7, 1, zone))).toBe(86_400);
    expect(iso(zonedDay(2026, 3, 29, zone).from)).toBe('2026-03-28T23:00:00.000Z');
  });

  test.each([
    ['UTC', '2026-04-24T00:00:00.000Z', 86_400],
    ['Asia/Kathmandu', '2026-04-23T18:15:00.000Z', 86_400],
    ['America/New_York', '2026-04-24T04:00:00.000Z', 86_400],
    ['Pacific/Kiritimati', '2026-04-23T10:00:00.000Z', 86_400],
  ])('in %s begin at %s', (zone, from, seconds) => {
    const day = zonedDay(2026, 4, 24, zone);
    expect([iso(day.from), lengthOf(day)]).toEqual([from, seconds]);
  });

  test('begin at the first instant of the day when the clock skips midnight', () => {
    const day = zonedDay(2026, 4, 24, 'Africa/Cairo');
    expect([iso(day.from), lengthOf(day)]).toEqual(['2026-04-23T22:00:00.000Z', 82_800]);
    expect(zonedDay(2026, 4, 23, 'Africa/Cairo').to).toBe(day.from);
    expect(iso(zonedDay(2018, 11, 4, 'America/Sao_Paulo').from)).toBe('2018-11-04T03:00:00.000Z');
  });

  test('begin at the earlier midnight when there are two', () => {
    const day = zonedDay(2026, 11, 1, 'America/Havana');
    expect([iso(day.from), lengthOf(day)]).toEqual(['2026-11-01T04:00:00.000Z', 90_000]);
  });

  test('follow each other without gap or overlap all year', () => {
    for (const zone of [
      'Europe/Berlin',
      'Africa/Cairo',
      'Asia/Beirut',
      'America/Havana',
      'Australia/Lord_Howe',
      'America/Santiago',
    ]) {
      for (let day = 1; day <= 365; day++)
        expect(zonedDay(2026, 1, day, zone).to).toBe(zonedDay(2026, 1, day + 1, zone).from);
    }
  });
});

describe('periods in UTC', () => {
  test('a month reaches from its first instant to the first of the next', () => {
    expect(lengthOf(monthOf(Date.UTC(2022, 2, 31, 23, 59, 59, 999)))).toBe(2_678_400);
    expect(lengthOf(monthOf(Date.UTC(2024, 1, 29)))).toBe(29 * 86_400);
    expect(monthOf(Date.UTC(2025, 11, 31)).to).toBe(Date.UTC(2026, 0, 1));
  });

  test('a year reaches from its first instant to the first of the next', () => {
    expect(yearOf(Date.UTC(2024, 11, 31, 23, 59, 59, 999))).toEqual({
      from: Date.UTC(2024, 0, 1),
      to: Date.UTC(2025, 0, 1),
    });
    expect(yearOf(Date.UTC(2024, 0, 1)).from).toBe(Date.UTC(2024, 0, 1));
  });

  test('the last 90 days end with today, without gaps', () => {
    const days = lastDays(Date.UTC(2026, 0, 10, 12), 90);
    expect(days).toHaveLength(90);
    expect(days.at(-1)).toEqual({ from: Date.UTC(2026, 0, 10), to: Date.UTC(2026, 0, 11) });
    for (const [i, day] of days.slice(1).entries()) expect(day.from).toBe(days[i]?.to);
  });

  test('midnight belongs to the day that it starts', () => {
    expect([dayOf(DAY_MS - 1), dayOf(DAY_MS), dayOf(-1)]).toEqual([0, DAY_MS, -DAY_MS]);
  });
});

test('quarters begin in January, April, July and October, and continue across years', () => {
  const at = Date.parse('2026-11-26T10:00:00Z');
  const spanOf = (later: number) =>
    [quarterOf(at, later).from, quarterOf(at, later).to].map((t) => iso(t).slice(0, 10));
  expect(spanOf(0)).toEqual(['2026-10-01', '2027-01-01']);
  expect(spanOf(-3)).toEqual(['2026-01-01', '2026-04-01']);
  expect(spanOf(-12)).toEqual(['2023-10-01', '2024-01-01']);
  expect(quarterOf(Date.parse('2026-03-31T23:59:59.999Z')).to).toBe(Date.parse('2026-04-01T00:00:00Z'));
});
