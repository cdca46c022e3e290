/** A name that a header can contain as it is. Others are left out, because a List-Id needs none. */
const PLAIN_NAME = /^[\w .,'&+-]+$/;

/** Returns the headers of every mail to a subscriber: one-click unsubscribe (RFC 8058), the list (RFC 2919, RFC 2369), and no automatic answers. */
export function subscriberHeaders({
  unsubscribe,
  title,
  origin,
}: {
  unsubscribe: string;
  title: string;
  origin: string;
}): Record<string, string> {
  const id = `<incidents.${new URL(origin).hostname}>`;
  return {
    'List-Unsubscribe': `<${unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': PLAIN_NAME.test(title) ? `"${title} incidents" ${id}` : id,
    'List-Help': `<${origin}/subscribe>`,
    'X-Auto-Response-Suppress': 'All',
  };
}
