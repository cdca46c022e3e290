import { expect, test } from 'vitest';
import { recordHref } from './record-href.ts';

const incident = (publicId: string, isPublic: boolean) => ({
  ...{ publicId, isPublic, title: 'Serving down', isOpen: false, startedAt: 0 },
});

test('a recorded value leads to what shows it, of the first public incident', () => {
  const incidents = [incident('internal0001', false), incident('public000001', true)];
  const hrefs = (['monitoring', 'incident', 'calculated', 'deliveries', 'text', null] as const).map((source) =>
    recordHref({ source }, { incidents }),
  );
  expect(hrefs).toEqual([
    '/incidents/public000001#probes',
    '/incidents/public000001#updates',
    '/uptime',
    '/console/deliveries',
    null,
    null,
  ]);
  expect(recordHref({ source: 'monitoring' }, { incidents: [incident('internal0001', false)] })).toBeNull();
});
