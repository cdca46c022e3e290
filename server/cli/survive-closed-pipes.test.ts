import { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { surviveClosedPipes } from './survive-closed-pipes.ts';

function aStream(): EventEmitter {
  const stream = new EventEmitter();
  surviveClosedPipes([stream as Writable]); // all that is used of it
  return stream;
}

test('a write to a reader that has gone is ignored, each time', () => {
  const stream = aStream();
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  for (let i = 0; i < 3; i++) expect(() => stream.emit('error', gone)).not.toThrow();
});

test('any other failed write is thrown', () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  expect(() => aStream().emit('error', full)).toThrow(full);
});
