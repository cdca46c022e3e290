import { expect, test } from 'vitest';
import { joinRegionNames } from './join-region-names.ts';

const joined = (body: string, regions = ['us-east-1', 'eu-west-1']) =>
  joinRegionNames(`<title>us-east-1</title><body>${body}</body>`, regions).replace(/^.*<body>|<\/body>$/g, '');

test('the names of regions do not break', () => {
  expect(joined('<p>Down in us-east-1, eu-west-1.</p>')).toBe(
    '<p>Down in us\u2011east\u20111, eu\u2011west\u20111.</p>',
  );
});

test('a title with other signs does not break at its hyphens', () => {
  expect(joined('<td>Frankfurt (eu-central-1)</td>', ['Frankfurt (eu-central-1)'])).toBe(
    '<td>Frankfurt (eu\u2011central\u20111)</td>',
  );
});

test('attributes, addresses, longer names and the title of the tab keep their hyphens', () => {
  const kept = '<a href="/us-east-1" title="us-east-1">https://a.example/us-east-1 us-east-12 x-us-east-1</a>';
  expect(joined(kept)).toBe(kept);
  expect(joinRegionNames('<title>us-east-1</title><body></body>', ['us-east-1'])).toContain('<title>us-east-1<');
});

test('a page without known regions stays as it is', () => {
  expect(joined('<p>us-east-1</p>', [])).toBe('<p>us-east-1</p>');
  expect(joined('<p>us-east-1</p>', ['useast'])).toBe('<p>us-east-1</p>');
});
