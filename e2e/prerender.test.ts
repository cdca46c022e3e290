import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const MANIFEST = path.resolve(import.meta.dirname, '../.next/prerender-manifest.json');
test('the build prerenders no page that shows data', () => {
  const { routes } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { routes: Record<string, object> };
  // The page of last resort has no brand and no data.
  expect(Object.keys(routes)).toEqual(['/_global-error']);
});
