/** Does one work after the other, in the order in which they were asked for; one that fails does not hold up the next. */
export function createTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = before.then(work);
    before = own.catch(() => undefined); // whoever asked for it hears of it
    return own;
  };
}
