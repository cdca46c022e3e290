import pg from 'pg';

type Send = (...args: unknown[]) => Promise<unknown>;

/**
 * Sends a query when the one before has been answered. Prisma reads several relations at once, within a transaction too, which has one
 * connection only; pg queues them, warns, and will refuse them from version 9 on. Queries with a callback and streams go out as they come:
 * they are asked for by those who wait for each.
 */
export class SerialClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as unknown as Send; // the overload without a callback
    let before: Promise<unknown> = Promise.resolve();
    const serial: Send = (...args) => {
      if (typeof args.at(-1) === 'function' || isStream(args[0])) return send(...args);
      const own = before.then(() => send(...args));
      before = own.catch(() => undefined); // the caller gets it
      return own;
    };
    this.query = serial as unknown as typeof this.query; // takes and returns what it does
  }
}

function isStream(query: unknown): boolean {
  return typeof (query as { submit?: unknown } | null)?.submit === 'function';
}
