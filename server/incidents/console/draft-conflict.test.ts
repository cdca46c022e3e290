import { expect, test } from 'vitest';
import { AppError } from '#server/errors';
import { draftConflict } from './draft-conflict.ts';

const conflict = (theirs: unknown) => new AppError('conflict', 'Somebody else saved a draft meanwhile.', { theirs });

test('where another draft is there, both texts are shown, and the version to go on from', () => {
  expect(draftConflict(conflict({ body: 'Theirs.', version: 7 }), 'Mine.')?.conflict).toEqual({
    theirs: 'Theirs.',
    yours: 'Mine.',
    version: 7,
  });
});

test('where the draft is gone, what was written can be saved as one that is based on none', () => {
  expect(draftConflict(conflict(null), 'Mine.')?.conflict).toEqual({ theirs: '', yours: 'Mine.', version: 0 });
});

test('any other failure is none', () => {
  for (const error of [new AppError('conflict', 'Something else.'), new Error('the disk is full')])
    expect(draftConflict(error, 'Mine.')).toBeNull();
});
