import { describe, expect, test } from 'vitest';
import { fillTemplate, leftPlaceholders } from './update-template.ts';

describe('a template', () => {
  test('is filled in once: placeholders in values stay', () => {
    expect(fillTemplate('{{title}}: {{components}}', { title: '{{components}}', components: 'Serving' })).toBe(
      '\\{\\{components\\}\\}: Serving',
    );
    expect(fillTemplate('{{since}}', {})).toBe('{{since}}');
  });

  test('treats values as text: a name becomes neither link nor tag', () => {
    expect(fillTemplate('{{components}}', { components: '[x](javascript:alert(1)) <b>' })).toBe(
      '\\[x\\]\\(javascript:alert\\(1\\)\\) \\<b\\>',
    );
  });
});

test('a value in code stays unchanged and cannot end the code', () => {
  expect(fillTemplate('Region `{{title}}` of {{title}}', { title: 'us-east' })).toBe('Region `us-east` of us\\-east');
  expect(fillTemplate('``{{title}}``', { title: 'a`b' })).toBe("``a'b``");
  expect(fillTemplate('```\n{{title}}\n```', { title: 'a-b' })).toBe('```\na-b\n```');
  expect(fillTemplate('\\`{{title}}\\` and `one', { title: 'a-b' })).toBe('\\`a\\-b\\` and `one');
});

// Misspellings of Handlebars, Mustache and Jinja, whose documentation also has triple braces, blocks, comments and filters; entities of the HTML standard.
test.each([
  ['{{next_update}}', ['next_update']],
  ['{{ next-update }}', ['next-update']],
  ['{{Title}} and {{titel}}', ['Title', 'titel']],
  ['`{{title}}` in code', ['title']],
  ['```\n{{duration}}\n```', ['duration']],
  ['{{{title}}}', ['title']],
  ['{{#if title}}x{{/if}}', ['#if title', '/if']],
  ['{{title', ['title']],
  ['{{}}', ['']],
  ['\\{\\{title\\}\\}', ['title']],
  ['{\\{next\\_update}}', ['next_update']],
  ['&#123;&#123;title&#125;&#125;', ['title']],
  ['&lbrace;&lcub;title}}', ['title']],
  ['&#x7B;{title}}', ['title']],
  ['{"a":{"b":{"c":1}}} and {title}', []],
  ['{ {title} }', []],
])('a reader sees the placeholders that are left in %j', (text, names) => {
  expect(leftPlaceholders(text)).toEqual(names);
});
