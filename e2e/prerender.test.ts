import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const MANIFEST = path.resolve(import.meta.dirname, '../.next/prerender-manifest.json');
/** Pages whose text does not depend on data, time or reader. */
const STATIC = /^\/(_not-found|_global-error|problems\/[\w-]+)$/;

test('the build prerenders no page that shows data', () => {
  const { routes } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { routes: Record<string, object> };
  const prerendered = Object.keys(routes);
  expect(prerendered.filter((route) => !STATIC.test(route))).toEqual([]);
  expect(prerendered).toContain('/problems/not-found');
});
