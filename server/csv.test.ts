import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('cells are quoted where they must be, and none is run as a formula', () => {
  expect(
    csvOf([
      ['name', 'a "b", c'],
      ['=1+1', '@x'],
      ['-1', '+1'],
      ['\tx', 'two\nlines'],
    ]),
  ).toBe(`name,"a ""b"", c"\r\n'=1+1,'@x\r\n'-1,'+1\r\n'\tx,"two\nlines"\r\n`);
  expect(csvOf([])).toBe('');
});
