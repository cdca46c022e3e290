import type { SafeFetch } from '#server/context';
import type { createCheckedPost, PostOptions } from './checked-post.ts';
import { networkList } from './public-address.ts';
import { urlFault } from './url-fault.ts';

/**
 * Creates the only client for URLs that people enter; checked-post.ts describes what it checks. `allow`: literal addresses outside the public network, in CIDR
 * notation, that may be called, also over http; for tests.
 */
export function createSafeFetch({
  allow = [],
  ...options
}: { allow?: readonly string[] } & PostOptions = {}): SafeFetch {
  const allowed = networkList(allow);
  let opened: Promise<ReturnType<typeof createCheckedPost>> | undefined;

  /** Imports the client at the first request, because it occupies memory in processes that send none. */
  async function open() {
    const checked = await import('./checked-post.ts');
    return checked.createCheckedPost(allowed, options);
  }

  return {
    faultOf: (url) => urlFault(url, allowed),
    post: async (request) => {
      opened ??= open();
      return (await opened).post(request);
    },
    close: async () => (await opened)?.close(),
  };
}
