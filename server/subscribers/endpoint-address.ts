import type { Context } from '#server/context';
import { AppError } from '#server/errors';

/**
 * Returns a URL in its normal form, so that one endpoint is one address. Errors: invalid_input for what is visibly wrong. Other faults,
 * such as a name that resolves into a private network, show at the first request.
 */
export function endpointAddress(
  { safeFetch, publicOrigin }: Pick<Context, 'safeFetch' | 'publicOrigin'>,
  text: string,
) {
  const fault = safeFetch.faultOf(text);
  if (fault !== null) throw new AppError('invalid_input', `address: ${fault}.`);
  const url = new URL(text);
  if (withoutRoot(url.host) === new URL(publicOrigin).host)
    throw new AppError('invalid_input', 'address: must not be the address of this Candor installation.');
  return url.href;
}

/** Removes the dot at the end of a name, which names the root of the DNS: the name without it leads to the same place. */
function withoutRoot(host: string): string {
  return host.replace(/\.(?=:|$)/, '');
}
