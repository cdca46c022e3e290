'use client'; // follows what happens while it is open

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DutyOverview } from '#domain/duty-view';
import { exactWords } from '#domain/utc-words';
import { consoleIncidentsEn } from '../../../messages/console-incidents-en.ts';
import { UtcTime } from '../../utc-time.tsx';
import { NeedsYou } from './needs-you.tsx';
import { OpenIncidents } from './open-incidents.tsx';
import { ProbesNow } from './probes-now.tsx';

const EVERY_MS = 5_000;
const LIVE = '/api/console/duty';

async function ask(): Promise<DutyOverview> {
  const response = await fetch(LIVE, { cache: 'no-store' });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** What is on, kept up to date. Without JavaScript it shows what was so when the page was asked for. */
export function DutyBoard({ initial }: { initial: DutyOverview }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Board initial={initial} />
    </QueryClientProvider>
  );
}

function Board({ initial }: { initial: DutyOverview }) {
  const { data, isError } = useQuery({ queryKey: [LIVE], queryFn: ask, initialData: initial, refetchInterval: EVERY_MS, retry: false });
  return (
    <>
      <NeedsYou contradictions={data.contradictions} incidents={data.incidents} now={data.now} />
      <OpenIncidents incidents={data.incidents} now={data.now} />
      <ProbesNow components={data.components} now={data.now} />
      <p className={`mt-4 text-sm ${isError ? 'font-semibold text-partial' : 'text-quiet'}`}>
        {isError ? consoleIncidentsEn.notFresh : consoleIncidentsEn.fresh} <UtcTime at={data.now} words={exactWords(data.now)} isExact />.
      </p>
    </>
  );
}
