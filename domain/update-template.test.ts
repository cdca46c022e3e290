import { describe, expect, test } from 'vitest';
import { fillTemplate, unknownPlaceholders } from './update-template.ts';

describe('a template', () => {
  test('may leave open what the list names, and nothing else', () => {
    expect(unknownPlaceholders('{{components}} since {{ since }}, next word {{next_update}}')).toEqual([]);
    expect(unknownPlaceholders('{{user}} {{user}} {{ constructor.constructor }} {{}} {components}')).toEqual(['user', 'constructor.constructor', '']);
  });

  test('is filled in once: what stands in a value is not looked at again', () => {
    expect(fillTemplate('{{title}}: {{components}}', { title: '{{components}}', components: 'Serving' })).toBe('\\{\\{components\\}\\}: Serving');
    expect(fillTemplate('{{since}}', {})).toBe('{{since}}');
  });

  test('takes values as text: a name becomes neither link nor tag', () => {
    expect(fillTemplate('{{components}}', { components: '[x](javascript:alert(1)) <b>' })).toBe('\\[x\\]\\(javascript:alert\\(1\\)\\) \\<b\\>');
  });
});
