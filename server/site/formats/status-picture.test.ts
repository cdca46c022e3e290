import { describe, expect, test } from 'vitest';
import { TONES } from '#domain/measurement/tone';
import { contrast } from '#domain/site/oklch';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { NOW } from '#server/test/summaries';
import { statusPicture } from './status-picture.ts';

const SHOWN = {
  brand: DEFAULT_BRAND,
  raster: null,
  sentence: 'Serving is down',
  since: NOW,
  tone: 'major_outage' as const,
};

describe('the picture for link previews', () => {
  test('has the brand, the sentence and its start, or the description while all is operational', () => {
    expect(statusPicture(SHOWN)).toMatchObject({
      site: 'Service status',
      sentence: 'Serving is down',
      detail: expect.stringMatching(/^Since .*14:31/),
      logo: expect.stringMatching(/^data:image\/svg/),
    });
    const calm = statusPicture({ ...SHOWN, raster: new Uint8Array([1]), tone: 'operational' });
    expect(calm).toMatchObject({ detail: DEFAULT_BRAND.description, logo: 'data:image/png;base64,AQ==' });
  });

  test.each(TONES)('is readable in the tone %s', (tone) => {
    const { background, ink, quiet } = statusPicture({ ...SHOWN, tone }).colours;
    for (const text of [ink, quiet]) expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([['שירות is down'], ['Serving 🚀 is down'], ['x'.repeat(91)]])(
    'shows the status instead of "%.20s", which does not fit or is not in the font',
    (sentence) => {
      expect(statusPicture({ ...SHOWN, sentence }).sentence).toMatch(/^[A-Z][a-z ]+$/);
    },
  );
});
