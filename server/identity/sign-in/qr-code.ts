import qrcode from 'qrcode';

export type QrCode = { size: number; path: string };

/** Returns a text as a QR code: the path of an SVG of `size` units per side, with a square of one unit per dark module. */
export function qrCode(text: string): QrCode {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const squares = Array.from(data, (isDark, i) => (isDark ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : ''));
  return { size, path: squares.join('') };
}
