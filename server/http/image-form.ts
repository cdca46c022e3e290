import { MALFORMED_FORM } from './form-guard.ts';

/** Reads the fields `image` and `alt` of a form. Errors: malformed_body. */
export async function imageOfForm(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<{ alt: string; content: Uint8Array<ArrayBuffer> }> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => null); // refused below
  const [image, alt] = [form?.get('image'), form?.get('alt')];
  if (!(image instanceof Blob) || typeof alt !== 'string') throw MALFORMED_FORM;
  return { alt, content: new Uint8Array(await image.arrayBuffer()) };
}
