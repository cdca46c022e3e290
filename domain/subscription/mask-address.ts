const HIDDEN = '•••';

/** Returns an address so that its owner recognises it: the first character and the domain, or the host of a URL. */
export function maskAddress(address: string): string {
  const url = /^https?:\/\/([^/?#]+)/.exec(address)?.[1];
  if (url !== undefined) return `${url}/${HIDDEN}`;
  const [name = '', domain = ''] = address.split(/@(?=[^@]*$)/);
  return `${[...name][0] ?? ''}${HIDDEN}@${domain}`;
}
