import { describe, expect, test } from 'vitest';
import { failurePlace } from './failure-place.ts';

const region = (title: string | null, status: Parameters<typeof failurePlace>[0][number]['status']) => ({
  title,
  status,
});

describe('the place of a failure', () => {
  test('is the failing regions, sorted, if others work', () => {
    const regions = [
      region('us-west-2', 'partial_outage'),
      region('eu-west-1', 'operational'),
      region('us-east-1', 'major_outage'),
    ];
    expect(failurePlace(regions)).toEqual({ failing: ['us-east-1', 'us-west-2'], all: 3 });
  });

  test.each([
    ['every region fails', [region('us-east-1', 'major_outage'), region('eu-west-1', 'partial_outage')]],
    ['no region fails', [region('us-east-1', 'operational'), region('eu-west-1', 'degraded_performance')]],
    ['there is only one region', [region('us-east-1', 'major_outage')]],
    ['there is no region', [region(null, 'major_outage')]],
    [
      'instances without a region fail too',
      [region('us-east-1', 'major_outage'), region(null, 'major_outage'), region('eu-west-1', 'operational')],
    ],
    ['the others are no longer monitored', [region('us-east-1', 'major_outage'), region('eu-west-1', 'not_monitored')]],
  ])('is not known if %s', (_, regions) => {
    expect(failurePlace(regions)).toBeNull();
  });

  test('counts named regions only', () => {
    expect(failurePlace([region('us-east-1', 'major_outage'), region(null, 'operational')])).toEqual({
      failing: ['us-east-1'],
      all: 1,
    });
  });
});
