import { expect, test, vi } from 'vitest';
import { AppError } from './errors.ts';

test('recognises an error of another copy of the module, and no other error', async () => {
  vi.resetModules();
  const other = await import('./errors.ts');
  expect(other.AppError).not.toBe(AppError);
  expect(new other.AppError('overloaded', 'Too many changes wait.')).toBeInstanceOf(AppError);
  expect(new Error('broken')).not.toBeInstanceOf(AppError);
  expect({ code: 'overloaded', message: 'a look-alike' }).not.toBeInstanceOf(AppError);
  expect(null).not.toBeInstanceOf(AppError);
});
