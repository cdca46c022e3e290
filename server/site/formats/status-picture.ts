import type { Tone } from '#domain/measurement/tone';
import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enBrand } from '#messages/en/brand';
import { en } from '#messages/en/site';
import type { StatusPicture } from '#server/context';
import { RING_LOGO } from './ring.ts';

const ON_TINT = { ink: '#10151c', quiet: '#56606e' };
const ON_SOLID = { ink: '#ffffff', quiet: '#ffffff' };
const DEGRADED = { background: '#fdf5e1', ...ON_TINT };
const UNKNOWN = { background: '#eef0f3', ...ON_TINT };
/** The colours of the banner in the light scheme. */
const COLOURS: Record<Tone, StatusPicture['colours']> = {
  operational: { background: '#eaf6ef', ...ON_TINT },
  degraded_performance: DEGRADED,
  possible: DEGRADED,
  incident: DEGRADED,
  partial_outage: { background: '#a83f07', ...ON_SOLID },
  major_outage: { background: '#a5141c', ...ON_SOLID },
  unknown: UNKNOWN,
  not_monitored: UNKNOWN,
};
/** The characters of the font. For others the renderer would ask a server on the internet. */
const DRAWABLE = /^[\u0020-\u007e\u00a0-\u00ff‘’“”–—…]*$/;
const SENTENCE_LENGTH_MAX = 90;
const DETAIL_LENGTH_MAX = 120;

type Shown = { brand: Brand; raster: Uint8Array | null; sentence: string; since: Instant | null; tone: Tone };

/** Describes the picture for link previews. A text that cannot be drawn or is too long is replaced by one that fits. */
export function statusPicture({ brand, raster, sentence, since, tone }: Shown): StatusPicture {
  const logo = raster
    ? `data:image/png;base64,${Buffer.from(raster).toString('base64')}`
    : `data:image/svg+xml;base64,${Buffer.from(RING_LOGO).toString('base64')}`;
  const detail = since === null || tone === 'operational' ? brand.description : enBrand.since(formatFullMoment(since));
  return {
    site: fitting(brand.title, SENTENCE_LENGTH_MAX, en.title),
    logo,
    sentence: fitting(sentence, SENTENCE_LENGTH_MAX, en.label[tone]),
    detail: fitting(detail, DETAIL_LENGTH_MAX, ''),
    colours: COLOURS[tone],
  };
}

function fitting(text: string, lengthMax: number, instead: string): string {
  return text.length <= lengthMax && DRAWABLE.test(text) ? text : instead;
}
