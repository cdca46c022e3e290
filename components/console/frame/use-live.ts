import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isStaleData } from '#domain/measurement/stale-data';

const EVERY_MS = 5_000;

type How<T> = { initial: T; everyMs?: number; isOver?: (data: T) => boolean };

/**
 * Polls one of our addresses every few seconds until it has ended. `initial` is the data of the rendered page: the same object until the next rendering,
 * and the only data without JavaScript. `isStale`: no answer arrived for some time, regardless of the browser's connection status.
 */
export function useLive<T>(
  address: string,
  { initial, everyMs = EVERY_MS, isOver = () => false }: How<T>,
): { data: T; isStale: boolean } {
  const client = useQueryClient();
  useEffect(() => {
    void client.cancelQueries({ queryKey: [address] }); // requests from before this rendering return older data
    client.setQueryData([address], initial);
  }, [client, address, initial]);
  const { data, dataUpdatedAt } = useQuery({
    queryKey: [address],
    queryFn: async ({ signal }): Promise<T> => {
      const response = await fetch(address, { cache: 'no-store', signal });
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    },
    initialData: initial as T & (() => T), // not a function
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : everyMs),
    retry: false,
    networkMode: 'always', // otherwise a browser that claims to be offline would not send requests
  });
  const now = useNow(everyMs);
  return { data: data as T, isStale: now !== null && isStaleData({ answeredAt: dataUpdatedAt, now, everyMs }) };
}

/** Returns the browser's time, updated every `everyMs` and when the page becomes visible; null on the first render. */
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
