import { readFile } from 'node:fs/promises';
import { ImageResponse } from 'next/og.js';
import { createElement, type ReactElement, type ReactNode } from 'react';
import type { StatusPicture } from '#server/context';

/** Sizes of a preview card, as its readers expect them. */
const SIZE = { width: 1_200, height: 630 } as const;
const HEADER = 170;
const PADDING = 72;
/** The renderer reads neither woff2 nor variable fonts. */
const FONTS = [400, 600] as const;

process.once('message', (picture: StatusPicture) => {
  void draw(picture).then((png) => process.send?.(png, () => process.disconnect()));
});

async function draw(picture: StatusPicture): Promise<Buffer> {
  const fonts = FONTS.map(async (weight) => ({
    name: 'Geist',
    weight,
    data: await readFile(new URL(`./fonts/geist-latin-${weight}-normal.woff`, import.meta.url)),
  }));
  const response = new ImageResponse(card(picture), { ...SIZE, fonts: await Promise.all(fonts) });
  return Buffer.from(await response.arrayBuffer());
}

function box(style: Record<string, string | number>, ...children: ReactNode[]): ReactElement {
  return createElement('div', { style: { display: 'flex', ...style } }, ...children);
}

/** The brand on white, the sentence on the colour of the banner. */
function card({ site, logo, sentence, detail, colours }: StatusPicture): ReactElement {
  const header = box(
    {
      height: HEADER,
      padding: `0 ${PADDING}px`,
      alignItems: 'center',
      gap: 20,
      fontSize: 42,
      fontWeight: 600,
      color: '#10151c',
    },
    createElement('img', { src: logo, width: 64, height: 64 }),
    site,
  );
  const lines = {
    flexGrow: 1,
    flexDirection: 'column',
    justifyContent: 'flex-end',
    padding: `0 ${PADDING}px ${PADDING}px`,
  };
  const banner = box(
    { ...lines, backgroundColor: colours.background, color: colours.ink },
    box({ fontSize: 84, lineHeight: '92px', fontWeight: 600, letterSpacing: -2 }, sentence),
    box({ marginTop: 20, fontSize: 36, color: colours.quiet }, detail),
  );
  return box(
    { width: '100%', height: '100%', flexDirection: 'column', backgroundColor: '#ffffff', fontFamily: 'Geist' },
    header,
    banner,
  );
}
