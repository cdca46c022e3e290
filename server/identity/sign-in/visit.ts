/** What is known of who asks: the headers of the request, and at which address they are (server/http/client-address.ts). */
export type Visit = { headers: Headers; address: string };

/** What the browser is to keep or forget: values of Set-Cookie. */
export type SetCookies = readonly string[];

/** The value of a cookie that came with the request. */
export function cookieOf({ headers }: Visit, name: string): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
