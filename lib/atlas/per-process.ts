type Name = `gatehouse${string}`

const store = globalThis as typeof globalThis & Record<Name, unknown>

/**
 * State that a process has once. Returns a function that gives it; its first call in the process makes it. A variable of a
 * module would exist several times, because Next bundles a module more than once and a hot reload loads it again.
 */
export const perProcess =
  <T>(name: Name, make: () => T) =>
  (): T => {
    store[name] ??= make()
    return store[name] as T
  }
