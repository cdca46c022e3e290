import { inflateSync } from 'node:zlib';

type Objects = ReadonlyMap<string, string>;

/** Returns the text of a PDF that Chromium wrote, without any white space, because lines end between words, and the addresses of its links. */
export function readPdf(pdf: Buffer): { text: string; links: string[] } {
  const file = pdf.toString('latin1');
  const objects: Objects = new Map(
    [...file.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, id = '', body = '']) => [id, body]),
  );
  const pages = [...objects.values()].filter((body) => body.startsWith('<</Type /Page\n'));
  const contents = pages.map((page) => streamOf(objects, /\/Contents (\d+) 0 R/.exec(page)?.[1]));
  const links = [...file.matchAll(/\/URI \((.*?)\)>>/g)].map(([, address = '']) => address);
  return {
    text: contents
      .map((content) => textOf(objects, content))
      .join('')
      .replace(/\s/g, ''),
    links,
  };
}

function streamOf(objects: Objects, id = ''): string {
  const body = objects.get(id) ?? '';
  const from = body.indexOf('stream\n') + 'stream\n'.length;
  return inflateSync(Buffer.from(body.slice(from, body.lastIndexOf('\nendstream')), 'latin1')).toString('latin1');
}

/** A font: how many hexadecimal digits a glyph has, and which text each one stands for. */
type Font = { digits: number; glyphs: ReadonlyMap<number, string> };

/** Decodes what a page shows. `/F4 12 Tf` chooses the font in object 4, `<002A0055> Tj` shows two of its glyphs. */
function textOf(objects: Objects, content: string): string {
  const fonts = new Map<string, Font>();
  let font: Font = { digits: 4, glyphs: new Map() };
  let text = '';
  for (const [, id, shown = ''] of content.matchAll(/\/F(\d+) [\d.]+ Tf|<([\dA-F]+)> Tj/g)) {
    if (id) {
      font = fonts.get(id) ?? fontOf(objects, id);
      fonts.set(id, font);
    }
    for (let at = 0; at < shown.length; at += font.digits)
      text += font.glyphs.get(Number.parseInt(shown.slice(at, at + font.digits), 16)) ?? '';
  }
  return text;
}

function fontOf(objects: Objects, id: string): Font {
  const map = streamOf(objects, /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1]);
  const glyphs = new Map<number, string>();
  for (const [, first = '', last, to = ''] of map.matchAll(/^<(\w+)> (?:<(\w+)> )?<(\w{4,})>$/gm)) {
    const [from, end] = [first, last ?? first].map((hex) => Number.parseInt(hex, 16)) as [number, number];
    const text = Buffer.from(to, 'hex').swap16().toString('utf16le');
    for (let n = 0; n <= end - from; n++)
      glyphs.set(from + n, text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + n));
  }
  return { digits: /begincodespacerange\s+<(\w+)>/.exec(map)?.[1]?.length ?? 4, glyphs };
}
