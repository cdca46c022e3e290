import { expect, test } from 'vitest';
import { faultOwner } from './sql-fault.ts';

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
] as const)('the owner of %s', (error, owner) => {
  expect(faultOwner(error)).toBe(owner);
});
