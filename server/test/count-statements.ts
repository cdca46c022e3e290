import type { Context } from '#server/context';

/** Counts the statements that `work` sends on the pool `web`. */
export async function countStatements<T>(
  ctx: Context,
  work: (ctx: Context) => Promise<T>,
): Promise<{ statements: number; result: T }> {
  let statements = 0;
  const counted = (queryable: object): object =>
    new Proxy(queryable, {
      get: (target, key) => {
        if (key === 'query') statements++;
        const value = Reflect.get(target, key);
        if (key === 'connect') return async () => counted(await ctx.web.connect());
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  const result = await work({ ...ctx, web: counted(ctx.web) as Context['web'] }); // a pool, with a counter
  return { statements, result };
}
