/** Maximum bytes, how long a client may send nothing, and how long all of it may take, in ms. */
export type BodyLimits = { max: number; silenceMs: number; wholeMs: number }

/** Of a form that anyone can send. It fits in a few packets. */
export const FORM: BodyLimits = { max: 64_000, silenceMs: 5_000, wholeMs: 10_000 }

type Refusals = { tooLarge: () => Error; tooSlow: () => Error }

/** All bytes of a body. @throws what `refusals` make, for one that is too large or too slow */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null | undefined,
  { max, silenceMs, wholeMs }: BodyLimits,
  { tooLarge, tooSlow }: Refusals,
): Promise<Buffer> {
  const source = body?.[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let size = 0
  const until = performance.now() + wholeMs
  try {
    for (;;) {
      const ms = Math.min(silenceMs, until - performance.now())
      const next = source && (await within(ms, source.next(), tooSlow))
      if (!next || next.done) return Buffer.concat(chunks)
      // The declared length may be wrong and a stream has none, so count what arrives.
      size += next.value.byteLength
      if (size > max) throw tooLarge()
      chunks.push(next.value)
    }
  } finally {
    // So that others can read the rest. Not awaited: it waits for the next part.
    void source?.return?.().catch(() => {})
  }
}

/** @throws what `tooSlow` makes, when the work takes longer */
export async function within<T>(ms: number, work: Promise<T>, tooSlow: () => Error): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(tooSlow()), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
