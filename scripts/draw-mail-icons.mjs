// Draws the icons of mails from the shapes of the page, as PNG, because many mail programs show no SVG.
// With --check it changes nothing, and fails if a committed file looks different from the one it would make.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { RECOVERING_SHAPE, STATUS_SHAPES } from '../domain/site/status-shapes.ts';

/** Twice the size at which mails show them. */
const SIDE = 48;
/** White on solid heads; in the colour of the status on tinted ones. */
const ICONS = {
  major: { ...STATUS_SHAPES.major_outage, fill: '#FFFFFF', sign: '#A5141C' },
  partial: { ...STATUS_SHAPES.partial_outage, fill: '#FFFFFF', sign: '#A83F07' },
  degraded: { ...STATUS_SHAPES.degraded_performance, fill: '#9A6700', sign: '#FFFFFF' },
  incident: { ...STATUS_SHAPES.incident, fill: '#9A6700', sign: '#FFFFFF' },
  recovering: { ...RECOVERING_SHAPE, fill: '#C04A0A', sign: '#C04A0A' },
  operational: { ...STATUS_SHAPES.operational, fill: '#15814A', sign: '#FFFFFF' },
};
const folder = path.resolve(import.meta.dirname, '../server/mail/icons');
const isCheck = process.argv.includes('--check');

function svgOf({ shape, style, glyph, fill, sign }) {
  const outline =
    style === 'solid' ? `fill="${fill}"` : `fill="none" stroke="${fill}" stroke-width="2.1" stroke-linecap="round"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 24 24"><path d="${shape}" ${outline} stroke-linejoin="round"/><path d="${glyph}" fill="none" stroke="${sign}" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

const pixels = (png) => sharp(png).ensureAlpha().raw().toBuffer();

mkdirSync(folder, { recursive: true });
for (const [name, icon] of Object.entries(ICONS)) {
  const file = path.join(folder, `${name}.png`);
  const png = await sharp(Buffer.from(svgOf(icon)))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
  if (!isCheck) writeFileSync(file, png);
  else if (!(await pixels(png)).equals(await pixels(readFileSync(file)))) {
    console.error(`${file} is not what this script draws. Run node scripts/draw-mail-icons.mjs`);
    process.exitCode = 1;
  }
}
