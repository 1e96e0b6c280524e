/** Remembers the results of a slow function that is called with the same few arguments. After `most` results it forgets all. */
export function remembering<Result>(
  most: number,
  work: (name: string, number: number) => Result,
): (name: string, number: number) => Result {
  const known = new Map<string, Map<number, Result>>();
  let size = 0;
  return (name, number) => {
    const found = known.get(name)?.get(number);
    if (found !== undefined) return found;
    const result = work(name, number);
    if (size >= most) {
      known.clear();
      size = 0;
    }
    size += 1;
    const named = known.get(name);
    if (named) named.set(number, result);
    else known.set(name, new Map([[number, result]]));
    return result;
  };
}
