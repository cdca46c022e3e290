/** Name of an image: a digest of its content and its size in pixels, by which pages reserve its place. */
const NAME = '[0-9a-f]{32}-[1-9]\\d{0,4}x[1-9]\\d{0,4}\\.(?:png|jpg|webp)';
const FOLDER = '/images/';
const ADDRESS = new RegExp(`^${FOLDER}(${NAME})$`);
const SIZE = /-(\d+)x(\d+)\./;
/** An image in Markdown and in HTML that Candor wrote. Elsewhere, angle and square brackets are escaped. */
const IN_MARKDOWN = new RegExp(`(\\]\\()${FOLDER}(${NAME}\\))`, 'g');
const IN_HTML = new RegExp(`(<img src=")${FOLDER}(${NAME})"`, 'g');

/** An image that a text shows, by its name. `width` and `height` in pixels. */
export type ImageName = { name: string; width: number; height: number };

/** Reads the address of an image that was added to a post-mortem; null for any other address. */
export function imageAt(address: string): ImageName | null {
  const name = ADDRESS.exec(address)?.[1];
  const [, width, height] = SIZE.exec(name ?? '') ?? [];
  return name === undefined ? null : { name, width: Number(width), height: Number(height) };
}

/** Returns the address of an image, as texts refer to it. */
export function addressOfImage(name: string): string {
  return `${FOLDER}${name}`;
}

/** Returns the Markdown by which a text shows an image. */
export function markdownOfImage(name: string, alt: string): string {
  return `![${alt.replace(/[\\[\]]/g, '\\$&')}](${addressOfImage(name)})`;
}

/** Returns where staff see an image of a post-mortem, published or not. */
export function staffAddressOfImage(postmortem: string, address: string): string {
  return `/api/v1/postmortems/${postmortem}${address}`;
}

/** Makes HTML that Candor wrote show images as staff see them. */
export function withStaffImages(html: string, postmortem: string): string {
  return html.replace(
    IN_HTML,
    (_, start: string, name: string) => `${start}${staffAddressOfImage(postmortem, addressOfImage(name))}"`,
  );
}

/** Returns the names of the images in HTML that Candor wrote, each once. */
export function imagesIn(html: string): string[] {
  return [...new Set([...html.matchAll(IN_HTML)].map(([, , name]) => name as string))];
}

/** Makes the addresses of images absolute, for readers outside the site. `text`: Markdown, or HTML that Candor wrote. */
export function withAbsoluteImages(text: string, origin: string): string {
  return text.replace(IN_MARKDOWN, `$1${origin}${FOLDER}$2`).replace(IN_HTML, `$1${origin}${FOLDER}$2"`);
}
