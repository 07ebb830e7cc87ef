/**
 * What the server sent, made whole: what is not of its type counts as absent, so that
 * views may rely on types. A server of another version, or a proxy, may send anything.
 */

export type Read<T> = (value: unknown) => T | undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Read<string> = (value) => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
};
export const flag: Read<boolean> = (value) => value === true;
export const count: Read<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A text that is empty where there is none. */
export const words: Read<string> = (value) => text(value) ?? '';

/** A list of what can be read; empty where there is none. */
export const list =
  <T>(one: Read<T>): Read<T[]> =>
  (value) =>
    Array.isArray(value) ? value.map(one).filter((read): read is T & {} => read != null) : [];

/**
 * An object with `fields`, absent when one of those it `needs` is absent or empty. What
 * else it has stays: pages get it with the event.
 */
export const record =
  <T extends object>(
    fields: { [K in keyof T]-?: Read<NonNullable<T[K]>> },
    ...needs: (keyof T)[]
  ): Read<T> =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const read: Record<string, unknown> = { ...value };
    for (const name of Object.keys(fields) as (keyof T & string)[]) {
      // lists and words have a value that stands for none
      const found = fields[name](value[name]) ?? fields[name](undefined);
      if (found === undefined) delete read[name];
      else read[name] = found;
    }
    return needs.some((name) => !read[name as string]) ? undefined : (read as T);
  };

/** A value by name, each read by `one`; what cannot be read is left out. */
export const named =
  <T>(one: Read<T>): Read<Record<string, T>> =>
  (value) => {
    if (!isRecord(value)) return {};
    const read = Object.entries(value).map(([name, item]) => [name, one(item)] as const);
    return Object.fromEntries(read.filter(([, item]) => item !== undefined)) as Record<
      string,
      T
    >;
  };
