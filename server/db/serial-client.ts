import pg from 'pg';

type Send = (...args: unknown[]) => Promise<unknown>;

/**
 * Sends each query only after the one before was answered. Prisma reads several relations at once, even within a transaction, which has only
 * one connection; pg queues such queries with a warning, and will refuse them from version 9 on. Queries with a callback and streams are
 * sent at once, because their callers wait for each.
 */
export class SerialClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as unknown as Send; // the overload without a callback
    let before: Promise<unknown> = Promise.resolve();
    const serial: Send = (...args) => {
      if (typeof args.at(-1) === 'function' || isStream(args[0])) return send(...args);
      const own = before.then(() => send(...args));
      before = own.catch(() => undefined); // the caller gets the error
      return own;
    };
    this.query = serial as unknown as typeof this.query; // has the same parameters and result
  }
}

function isStream(query: unknown): boolean {
  return typeof (query as { submit?: unknown } | null)?.submit === 'function';
}
