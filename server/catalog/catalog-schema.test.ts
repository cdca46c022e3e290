import { describe, expect, test } from 'vitest';
import { catalogSchema } from './schemas.ts';

const messages = (change: object) => {
  const component = { slug: 'billing', name: 'Billing', target: 99.9, ...change };
  const parsed = catalogSchema.safeParse({ components: [component] });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
};

describe('a component of the catalogue', () => {
  test('cannot have the slug all, which is the badge of all components', () => {
    expect(messages({})).toEqual([]);
    expect(messages({ slug: 'all-of-it' })).toEqual([]);
    expect(messages({ slug: 'all' })).toEqual(['"all" is reserved; choose another slug']);
  });

  test('cannot have rules from before 2000', () => {
    for (const from of ['2000-01-01T00:00:00Z', '1970-01-01T00:00:00Z'])
      expect(messages({ policies: [{ version: 1, from }] })).toEqual([]); // the second: always
    expect(messages({ policies: [{ version: 1, from: '1999-12-31T23:59:59Z' }] })).toEqual([
      'must not be before 2000-01-01T00:00:00Z',
    ]);
  });

  test.each(['Bil\u202eling', 'Bil\u2067ling', 'Billing\u200e'])(
    'cannot have the name %j, which changes the direction of text',
    (name) => {
      expect(messages({ name })).toHaveLength(1);
    },
  );
});
