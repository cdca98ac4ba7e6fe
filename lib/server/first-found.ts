export type Found<T> = { value: T } | { value?: undefined; failures: unknown[] }

/** The first value that a lookup finds, or why lookups failed. Does not wait for the others once a value is found. */
export function firstFound<T>(lookups: ReadonlyArray<Promise<T | undefined>>): Promise<Found<T>> {
  return new Promise((resolve) => {
    const failures: unknown[] = []
    const all = lookups.map((lookup) =>
      lookup.then(
        (value) => value !== undefined && resolve({ value }),
        (error) => failures.push(error),
      ),
    )
    void Promise.all(all).then(() => resolve({ failures }))
  })
}

/** Waits for work, up to that many milliseconds. Never throws. */
export function atMost(work: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, ms))
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    work.then(end, end)
  })
}
