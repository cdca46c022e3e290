import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { rememberSite } from '#server/http/known-site';
import { createRestartPause } from '#server/restart-pause';
import type { PagesReport, PagesSettings } from './messages.ts';

const RESTART = { firstMs: 500, maxMs: 15_000, stableMs: 60_000 };
const STOP_MS_MAX = 5_000;

/**
 * `ready` resolves as soon as the process listens, and after a crash as soon as the next one does; it rejects when the process is stopped. `restart`: for a
 * process that no longer answers.
 */
export type Pages = {
  ready: () => Promise<void>;
  isReady: () => boolean;
  restart: () => void;
  stop: () => Promise<void>;
};

/** Starts the process of the pages, so that no page delays probes, and starts it again after an unexpected exit. */
export function startPages(settings: PagesSettings, { log, clock }: Pick<Context, 'log' | 'clock'>): Pages {
  const stopping = Promise.withResolvers<never>();
  stopping.promise.catch(() => undefined); // nothing may be waiting
  let isStopping = false;
  let isReady = false;
  let child: ChildProcess | undefined;
  let ended: Promise<unknown>;
  let next: NodeJS.Timeout | undefined;
  let ready = Promise.withResolvers<void>();
  const pauseAfter = createRestartPause(RESTART);

  function launch(): Promise<unknown> {
    const startedAtMs = clock.monotonicMs();
    const started = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = started;
    started.on('message', (report: PagesReport) => {
      if (report.kind === 'site') return rememberSite(report.site);
      isReady = true;
      ready.resolve();
    });
    started.on('error', (error) => log.error({ message: error.message }, 'the process of the pages failed'));
    started.send(settings, () => undefined); // a process that has ended is noticed by its exit
    return new Promise((resolve) => started.once('exit', resolve)).then((code) => {
      isReady = false;
      if (isStopping) return;
      const pauseMs = pauseAfter(clock.monotonicMs() - startedAtMs);
      log.error({ code, pauseMs }, 'the process of the pages ended; starting it again');
      ready = Promise.withResolvers();
      next = setTimeout(begin, pauseMs);
    });
  }

  /** A socket that an earlier process left would prevent listening. */
  function begin(): void {
    ended = rm(settings.socket, { force: true }).then(() => (isStopping ? undefined : launch()));
  }

  begin();
  return {
    ready: () => Promise.race([ready.promise, stopping.promise]),
    isReady: () => isReady,
    restart: () => child?.kill('SIGKILL'),
    stop: async () => {
      isStopping = true;
      stopping.reject(new AppError('overloaded', 'The server is stopping. Try again in a few seconds.'));
      clearTimeout(next);
      if (child?.connected) child.send('stop', () => undefined);
      const cut = setTimeout(() => child?.kill('SIGKILL'), STOP_MS_MAX);
      await ended;
      clearTimeout(cut);
    },
  };
}
