import { expect, test } from 'vitest';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { AppError } from '#server/errors';
import { choiceOfForm, faultOfForm } from './form-input.ts';

test('selecting all components includes later ones; selecting some does not', () => {
  expect(choiceOfForm({ listed: '2', components: ['serving', 'analytics'] })).toEqual({
    components: [],
    events: EVENT_KINDS,
  });
  expect(choiceOfForm({ listed: '2', components: 'analytics' })).toMatchObject({ components: ['analytics'] });
  expect(choiceOfForm({})).toMatchObject({ components: [] });
  expect(() => choiceOfForm({ listed: '2' })).toThrow('must name at least one component');
});

test('the kinds are those of the choice, and unknown ones are ignored', () => {
  expect(choiceOfForm({ send: 'ends', kinds: ['updated'] }).events).toEqual(['opened', 'reopened', 'resolved']);
  expect(choiceOfForm({ send: 'some', kinds: ['updated', 'nonsense'] }).events).toEqual(['updated']);
  expect(choiceOfForm({ send: 'some' }).events).toEqual([]);
});

test('an empty time zone is left out', () => {
  const more = { minimumImpact: 'major', language: 'en', timeZone: '', format: 'standard' };
  expect(choiceOfForm(more)).toEqual({
    components: [],
    events: EVENT_KINDS,
    minimumImpact: 'major',
    language: 'en',
    format: 'standard',
  });
  expect(choiceOfForm({ ...more, timeZone: 'Europe/London' })).toMatchObject({ timeZone: 'Europe/London' });
});

test('an error names its field', () => {
  const of = (message: string) => faultOfForm(new AppError('invalid_input', message));
  expect(of('address: must begin with https://.')).toEqual({ field: 'address', fault: 'must begin with https://.' });
  expect(of('components.0: must be text')).toEqual({ field: 'components', fault: 'must be text' });
  expect(of('language: is unknown')).toBeNull();
  expect(faultOfForm(new AppError('too_many_attempts', 'address: x'))).toBeNull();
  expect(faultOfForm(new Error('address: x'))).toBeNull();
});
