import { describe, expect, test } from 'vitest';
import { emailAddress, newPassword, personName } from './password-schema.ts';

const messageOf = (schema: typeof newPassword | typeof personName, text: string) =>
  schema.safeParse(text).error?.issues[0]?.message;

describe('an e-mail address', () => {
  test.each([
    ['ada@status.example', 'ada@status.example'],
    [' Ada@Status.Example ', 'ada@status.example'],
    ["o'neil+duty@mail.status.example", "o'neil+duty@mail.status.example"],
  ])('%j is stored as %j', (typed, stored) => {
    expect(emailAddress.parse(typed)).toBe(stored);
  });

  test.each([
    '',
    'ada',
    'ada@localhost',
    'ada@status..example',
    'a da@status.example',
    'ada@status.example, ed@status.example',
    'Ada <ada@status.example>',
    'ada@status.example\nBcc: ed@status.example',
    'ada@@status.example',
    `${'a'.repeat(240)}@status.example`,
  ])('%j is rejected', (typed) => {
    expect(emailAddress.safeParse(typed).success).toBe(false);
  });
});

describe('a new password', () => {
  test('has 12 to 128 characters of any kind', () => {
    expect([messageOf(newPassword, 'x'.repeat(12)), messageOf(newPassword, 'x'.repeat(128))]).toEqual([
      undefined,
      undefined,
    ]);
    expect(messageOf(newPassword, 'x'.repeat(11))).toBe('must be at least 12 characters');
    expect(messageOf(newPassword, 'x'.repeat(129))).toBe('must be at most 128 characters');
  });
});

describe('the name of a person', () => {
  test('has 1 to 100 characters, without blanks around them', () => {
    expect([personName.parse('  Ada Admin '), personName.parse('x'.repeat(100))]).toEqual([
      'Ada Admin',
      'x'.repeat(100),
    ]);
    for (const name of ['', '  ', 'x'.repeat(101), 'Ada\nAdmin', 'Ada\u0000'])
      expect(messageOf(personName, name), JSON.stringify(name)).toBe(
        'must be 1 to 100 characters without control characters',
      );
  });
});
