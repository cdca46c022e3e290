import { describe, expect, test } from 'vitest';
import { sqlError } from '#server/test/faults';
import { faultOwner, isDiskFull, sqlFaultOf, violates } from './sql-fault.ts';

/** An error of Prisma, which nests what the driver reported. */
function prismaError(cause: object): Error {
  return Object.assign(new Error('Invalid `prisma.staff.create()` invocation'), {
    code: 'P2010',
    meta: { driverAdapterError: { cause } },
  });
}

// The messages of pg-pool 3 (index.js) and pg 8 (client.js); codes of Node's net and of PostgreSQL's appendix A.
test.each([
  [new Error('timeout exceeded when trying to connect'), 'other'],
  [new Error('Connection terminated due to connection timeout'), 'database'],
  [new Error('Connection terminated unexpectedly'), 'database'],
  [new Error('Client has encountered a connection error and is not queryable'), 'database'],
  [new Error('Query read timeout'), 'other'],
  [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'database'],
  [Object.assign(new Error(''), { code: '53300' }), 'database'],
  [Object.assign(new Error(''), { code: '57014' }), 'other'],
  [Object.assign(new Error(''), { code: '22021' }), 'sender'],
  [sqlError('08006'), 'database'],
  [sqlError('57P01'), 'database'],
  [sqlError('58030'), 'database'],
  [sqlError('25006'), 'database'],
  [sqlError('25P02'), 'other'],
  [sqlError('42601'), 'other'],
  [sqlError('23505'), 'other'],
  [prismaError({ originalCode: '22P02' }), 'sender'],
  ['no error', 'other'],
  [null, 'other'],
] as const)('the owner of %s', (error, owner) => {
  expect(faultOwner(error)).toBe(owner);
});

describe('a violated constraint', () => {
  test.each([
    ['of pg', Object.assign(sqlError('23505'), { constraint: 'source_name_key' })],
    ['of Prisma, as text', prismaError({ originalCode: '23505', constraint: 'source_name_key' })],
    ['of Prisma, as an index', prismaError({ originalCode: '23505', constraint: { index: 'source_name_key' } })],
    [
      'of Prisma, in the message',
      prismaError({
        originalCode: '23505',
        originalMessage: 'duplicate key violates unique constraint "source_name_key"',
      }),
    ],
    ['in the message', sqlError('23505', 'duplicate key value violates unique constraint "source_name_key"')],
  ])('is recognised in an error %s', (_, error) => {
    expect(sqlFaultOf(error)).toEqual({ state: '23505', constraint: 'source_name_key' });
    expect([violates(error, 'source_name_key'), violates(error, 'staff_email_key')]).toEqual([true, false]);
    expect(faultOwner(error)).toBe('sender');
  });

  test('that no valid request can violate is a fault of ours', () => {
    expect(faultOwner(Object.assign(sqlError('23505'), { constraint: 'audit_log_pkey' }))).toBe('other');
  });
});

test.each([[new Error('no code')], [sqlError('EPIPE')], [sqlError('P1001x')], [{ code: 23505 }], [undefined]])(
  '%j is not a failure that PostgreSQL reported',
  (error) => {
    expect([sqlFaultOf(error), violates(error, 'source_name_key')]).toEqual([null, false]);
  },
);

test.each([
  [sqlError('53100'), true],
  [prismaError({ originalCode: '53100' }), true],
  [sqlError('ENOSPC'), true],
  [sqlError('EDQUOT'), true],
  [new Error('could not write: No space left on device'), true],
  [new Error('could not extend file: Disk quota exceeded'), true],
  [sqlError('53200'), false],
  [sqlError('ENOENT'), false],
  [null, false],
])('whether the disk is full according to %s: %s', (error, expected) => {
  expect(isDiskFull(error)).toBe(expected);
});
