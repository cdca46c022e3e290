import { expect, test } from 'vitest';
import { AppError } from '#server/errors';
import { draftConflict } from './draft-conflict.ts';

const conflict = (theirs: unknown) => new AppError('conflict', 'Somebody else saved a draft meanwhile.', { theirs });

test('a conflict with another draft shows both texts and the current version', () => {
  expect(draftConflict(conflict({ body: 'Theirs.', version: 7 }), 'Mine.')?.conflict).toEqual({
    theirs: 'Theirs.',
    yours: 'Mine.',
    version: 7,
  });
});

test('a conflict with a deleted draft allows saving the text as a new draft', () => {
  expect(draftConflict(conflict(null), 'Mine.')?.conflict).toEqual({ theirs: '', yours: 'Mine.', version: 0 });
});

test('any other error is no conflict', () => {
  for (const error of [new AppError('conflict', 'Something else.'), new Error('the disk is full')])
    expect(draftConflict(error, 'Mine.')).toBeNull();
});
