import { expect, test, vi } from 'vitest';
import { AppError } from './errors.ts';

test('an error of another copy of the module is recognised, another error is not', async () => {
  vi.resetModules();
  const other = await import('./errors.ts');
  expect(other.AppError).not.toBe(AppError);
  expect(new other.AppError('overloaded', 'Too many changes wait.')).toBeInstanceOf(AppError);
  expect(new Error('broken')).not.toBeInstanceOf(AppError);
  expect({ code: 'overloaded', message: 'a look-alike' }).not.toBeInstanceOf(AppError);
  expect(null).not.toBeInstanceOf(AppError);
});
