import type { Context } from '#server/context';

const IMAGE = `SELECT media_type AS "mediaType", content FROM postmortem_image WHERE name = $1 AND published_at IS NOT NULL LIMIT 1`;

/** Reads a published image by its name, or null. The same image of several post-mortems is the same bytes. */
export async function publicImage(
  { web }: Pick<Context, 'web'>,
  name: string,
): Promise<{ mediaType: string; content: Uint8Array } | null> {
  const { rows } = await web.query<{ mediaType: string; content: Buffer }>({
    name: 'postmortem-image',
    text: IMAGE,
    values: [name],
  });
  return rows[0] ?? null;
}
