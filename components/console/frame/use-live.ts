import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isStaleData } from '#domain/measurement/stale-data';

const EVERY_MS = 5_000;

type How<T> = { initial: T; everyMs?: number; isOver?: (data: T) => boolean };

/**
 * What an address of ours answers, asked again every few seconds until it is over; `initial` is what was so when the page was made, one object
 * until it is made anew, and all there is without JavaScript. `isStale`: no answer came for some time, whatever the browser says of its connection.
 */
export function useLive<T>(
  address: string,
  { initial, everyMs = EVERY_MS, isOver = () => false }: How<T>,
): { data: T; isStale: boolean } {
  const client = useQueryClient();
  useEffect(() => {
    void client.cancelQueries({ queryKey: [address] }); // what was asked before the page was made anew is older than it
    client.setQueryData([address], initial);
  }, [client, address, initial]);
  const { data, dataUpdatedAt } = useQuery({
    queryKey: [address],
    queryFn: async ({ signal }): Promise<T> => {
      const response = await fetch(address, { cache: 'no-store', signal });
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    },
    initialData: initial as T & (() => T), // a plain value
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : everyMs),
    retry: false,
    networkMode: 'always', // a browser that calls itself offline would not even ask
  });
  const now = useNow(everyMs);
  return { data: data as T, isStale: now !== null && isStaleData({ answeredAt: dataUpdatedAt, now, everyMs }) };
}

/** The time of the browser, read every `everyMs` and when the page is shown again; null before the first time. */
function useNow(everyMs: number): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const read = () => setNow(Date.now());
    const timer = setInterval(read, everyMs);
    document.addEventListener('visibilitychange', read);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [everyMs]);
  return now;
}
