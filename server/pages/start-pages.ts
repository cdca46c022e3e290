import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rememberSite } from '#server/http/known-site';
import type { Log } from '#server/log';
import type { PagesReport, PagesSettings } from './messages.ts';

const RESTART_PAUSE_MS = 500;
const STOP_MS_MAX = 5_000;

/** `ready` resolves as soon as the process listens, and after a crash as soon as the next one does. */
export type Pages = { ready: () => Promise<void>; stop: () => Promise<void> };

/** Starts the process of the pages, so that no page delays probes, and starts it again after an unexpected exit. */
export function startPages(settings: PagesSettings, log: Log): Pages {
  let isStopping = false;
  let child: ChildProcess;
  let ended: Promise<unknown>;
  let restart: NodeJS.Timeout | undefined;
  let ready = Promise.withResolvers<void>();

  function launch(): void {
    child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (report: PagesReport) => {
      if (report.kind === 'ready') ready.resolve();
      else rememberSite(report.site);
    });
    child.on('error', (error) => log.error({ message: error.message }, 'the process of the pages failed'));
    ended = new Promise((resolve) => child.once('exit', resolve)).then((code) => {
      if (isStopping) return;
      log.error({ code }, 'the process of the pages ended; starting it again');
      ready = Promise.withResolvers();
      restart = setTimeout(begin, RESTART_PAUSE_MS);
    });
    child.send(settings, () => undefined); // a process that has ended is noticed by its exit
  }

  /** A socket that an earlier process left would prevent listening. */
  const begin = () => void rm(settings.socket, { force: true }).then(() => isStopping || launch());

  ended = rm(settings.socket, { force: true }).then(launch);
  return {
    ready: () => ready.promise,
    stop: async () => {
      isStopping = true;
      clearTimeout(restart);
      if (child?.connected) child.send('stop', () => undefined);
      const cut = setTimeout(() => child?.kill('SIGKILL'), STOP_MS_MAX);
      await ended;
      clearTimeout(cut);
    },
  };
}
