'use client'; // follows what is judged again for as long as it goes on

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Instant } from '#domain/interval';
import { exactWords } from '#domain/utc-words';
import { consoleCatalogEn } from '../../../messages/console-catalog-en.ts';
import { UtcTime } from '../../utc-time.tsx';

const EVERY_MS = 1_000;
const TEXT = consoleCatalogEn.rules;

type Props = { slug: string; from: Instant };

/** How far what new rules apply to is judged again; `from` as it was when the page was asked for. */
export function JudgedAgain(props: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Line {...props} />
    </QueryClientProvider>
  );
}

function Line({ slug, from }: Props) {
  const address = `/api/console/components/${slug}/again`;
  const { data } = useQuery({
    queryKey: [address],
    queryFn: async (): Promise<{ from: Instant | null }> => {
      const response = await fetch(address, { cache: 'no-store' });
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    },
    initialData: { from },
    refetchInterval: ({ state }) => (state.data?.from === null ? false : EVERY_MS),
    retry: false,
  });
  return (
    <p role="status" className={`mt-3 border-s-4 ps-3 ${data.from === null ? 'border-accent' : 'border-degraded'}`}>
      {data.from === null ? TEXT.againDone : TEXT.again} {data.from !== null && <UtcTime at={data.from} words={exactWords(data.from)} isExact />}
    </p>
  );
}
