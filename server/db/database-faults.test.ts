import { beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '#server/clock';
import { sqlError } from '#server/test/faults';
import { CAUSE_FRESH_MS, createDatabaseFaults } from './database-faults.ts';

const T0 = Date.parse('2026-07-15T12:00:00Z');
let clock = manualClock(T0);
let faults = createDatabaseFaults(clock);
const DISK_FULL = sqlError('53100');
const AWAY = sqlError('57P03');
const noteAt = (ms: number, error: Error) => {
  clock.set(T0 + ms);
  faults.note(error);
};

beforeEach(() => {
  clock = manualClock(T0);
  faults = createDatabaseFaults(clock);
});

describe('the known cause of a failed database', () => {
  test('is a full disk, since it was first full', () => {
    expect(faults.current()).toBeNull();
    noteAt(0, DISK_FULL);
    noteAt(30_000, DISK_FULL);
    expect(faults.current()).toEqual({ cause: 'disk_full', since: T0 });
  });

  test('is forgotten when it did not occur for a minute, and then begins again', () => {
    noteAt(0, DISK_FULL);
    noteAt(40_000, DISK_FULL);
    clock.set(T0 + 40_000 + CAUSE_FRESH_MS);
    expect(faults.current()).not.toBeNull();
    clock.set(T0 + 40_000 + CAUSE_FRESH_MS + 1);
    expect(faults.current()).toBeNull();
    noteAt(200_000, DISK_FULL);
    expect(faults.current()).toEqual({ cause: 'disk_full', since: T0 + 200_000 });
  });

  test('is unknown where the database fails without a full disk', () => {
    noteAt(0, AWAY);
    expect(faults.current()).toBeNull();
  });

  test('remains a full disk while the database then fails completely, but not because of other errors', () => {
    noteAt(0, DISK_FULL);
    noteAt(50_000, AWAY);
    noteAt(100_000, AWAY);
    expect(faults.current()).toEqual({ cause: 'disk_full', since: T0 });
    noteAt(150_000, sqlError('22021'));
    clock.set(T0 + 100_000 + CAUSE_FRESH_MS + 1);
    expect(faults.current()).toBeNull();
    noteAt(170_000, AWAY);
    expect(faults.current()).toBeNull();
  });
});
