import { node, outputOf } from './place.ts';

/** `perSecond`: requests at this rate; null for as many as are answered. Each connection requests one of `paths`, at a rate each in turn. */
export type PageLoad = {
  url: string;
  paths: readonly string[];
  connections: number;
  warmupSeconds: number;
  seconds: number;
  perSecond: number | null;
};
/** `errors`: answers other than 200, lost connections and, at a rate, requests without an answer. Times are of an answer, with its wait for a connection. */
export type PageLoadResult = {
  requests: number;
  errors: number;
  perSecond: number;
  bytesEach: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
};

/** Requests from a process of its own, so that the server's process pays only for itself. */
export async function loadPages(load: PageLoad): Promise<PageLoadResult> {
  return JSON.parse(await outputOf(node('bench/page-load.ts', [JSON.stringify(load)]))) as PageLoadResult;
}
