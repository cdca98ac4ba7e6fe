import { realZod } from './zod-real'

/**
 * Replaces zod in a page's first JavaScript (next.config.js), of which zod would be a seventh. It records how the
 * descriptions build their schemas. zod itself loads after the page is interactive, or when first needed (zod-now.ts),
 * and each schema is built when it is first used.
 */
let arriving: Promise<unknown> | undefined

/** Loads zod. Resolves immediately if it is loaded. */
export const zodReady = (): Promise<unknown> => {
  arriving ??= import('./zod-now').catch((error) => {
    // If loading fails, the next caller tries again.
    arriving = undefined
    throw error
  })
  return arriving
}

type Shape = Record<string, unknown>
/** The fields of a recorded object schema, which other descriptions spread into theirs. */
type ShapeOf = () => Shape

const values = new WeakMap<object, () => unknown>()
const asks = new Set(['safeParse', 'parse'])

/** An argument for zod, with recorded schemas in it built at any depth. */
function built(value: unknown): unknown {
  if (typeof value === 'function') {
    const recorded = values.get(value)
    return recorded ? recorded() : (...args: unknown[]) => built(value(...args))
  }
  if (Array.isArray(value)) return value.map(built)
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return isPlain
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, built(one)]))
    : value
}

/** `shapeOf` is for the schema itself, `shapeOfCall` for its result if it is a method. */
function recorded(
  make: () => unknown,
  shapeOf: ShapeOf,
  shapeOfCall: (args: Shape[]) => Shape,
): object {
  let made: { value: unknown } | undefined
  const value = () => {
    made ??= { value: make() }
    return made.value
  }
  const proxy = new Proxy(() => undefined, {
    get(_, key) {
      const real = realZod()
      if (typeof key === 'symbol' || key === 'then') return undefined
      if (!real && key === 'shape') return shapeOf()
      // Suspends rendering. React keeps the server's HTML until then.
      if (!real && asks.has(key))
        return () => {
          throw zodReady()
        }
      const property = () => {
        const of = Object(value())
        const found = of[key]
        if (typeof found !== 'function') return found
        return (...args: unknown[]) => found.apply(of, asks.has(key) ? args : args.map(built))
      }
      return real
        ? property()
        : recorded(property, shapeOf, (args) => shapeAfter(key, shapeOf, args))
    },
    apply(_, __, args) {
      const call = () => (value() as (...args: unknown[]) => unknown)(...args)
      return realZod()
        ? call()
        : recorded(
            call,
            () => shapeOfCall(args),
            () => shapeOfCall(args),
          )
    },
  })
  values.set(proxy, value)
  return proxy
}

function shapeAfter(method: string, before: ShapeOf, [given = {}]: Shape[]): Shape {
  switch (method) {
    case 'object':
    case 'looseObject':
    case 'strictObject':
      return given
    case 'extend':
      return { ...before(), ...given }
    case 'pick':
      return Object.fromEntries(Object.entries(before()).filter(([name]) => name in given))
    case 'omit':
      return Object.fromEntries(Object.entries(before()).filter(([name]) => !(name in given)))
    case 'partial':
      return Object.fromEntries(
        Object.entries(before()).map(([name, field]) => [
          name,
          (field as { optional(): unknown }).optional(),
        ]),
      )
    default:
      return before()
  }
}

const none: ShapeOf = () => ({})

export const z = recorded(
  () => {
    const zod = realZod()
    if (!zod) throw new Error('zod is not loaded yet: import lib/client/zod-now where it is used.')
    return zod
  },
  none,
  none,
)
