import { perProcess } from '@/lib/atlas/per-process'
import type { Streamed } from '@/lib/atlas/stream'
import { OpError } from '@/lib/ops/failure'
import { within } from '../read-body'

/** A whole answer of Atlas. */
export type Small = Pick<Streamed, 'status' | 'headers' | 'clean'> & { bytes: Buffer }

/** What the first of equal reads got: a whole answer for all, or a larger one for itself. */
type Shared = { small: Small } | { large: Streamed }

/** A larger answer is streamed, in bytes. */
const MOST_SHARED = 256 * 1024

const flights = perProcess('gatehouseReads', () => new Map<string, Promise<Small | undefined>>())

/**
 * A read that equal reads in flight share if its answer is small. Callers check permissions first. `open` takes a signal
 * that ends a large answer.
 */
export async function readOnce(
  key: string,
  open: () => Promise<Streamed>,
  startMs = START_MS,
): Promise<Shared> {
  const running = flights().get(key)
  const found = running && (await running)
  if (found) return { small: found }
  // The answer of the first one was large, so each gets its own.
  if (running) return wholeOr(await open(), startMs)
  const first = open().then((answer) => wholeOr(answer, startMs))
  const shared = first.then((one) => ('small' in one ? one.small : undefined))
  flights().set(key, shared)
  // Its failure reaches the callers that wait for it.
  shared.catch(() => {})
  return await first.finally(() => flights().delete(key))
}

const BROKEN = 'The connection to Atlas broke. Try again in a moment.'
const SLOW = 'Atlas’s answer did not arrive in time. Try again in a moment.'

/** How long the beginning of an answer may take, in ms. Equal reads wait for it, and Atlas may send a byte at a time. */
const START_MS = 30_000

/** The whole answer if it is small, otherwise the same stream from its beginning. */
async function wholeOr(answer: Streamed, startMs: number): Promise<Shared> {
  const { status, headers, clean } = answer
  const body = moving(answer, startMs)
  if (Number(headers['content-length'] ?? 0) > MOST_SHARED) return { large: { ...answer, body } }
  const start = await startOf(body, MOST_SHARED, startMs).catch((error) => {
    answer.cancel()
    throw error
  })
  return 'whole' in start
    ? { small: { status, headers, clean, bytes: start.whole } }
    : { large: { ...answer, body: start.stream } }
}

/** Bytes that arrive while Gatehouse waits as long as for the beginning of an answer. */
const PART = 64 * 1024

/** The body as long as it makes progress. Counts only the time that Atlas takes: a client may read slowly. */
async function* moving({ body, cancel }: Streamed, ms: number): AsyncGenerator<Uint8Array> {
  const rest = body[Symbol.asyncIterator]()
  let waited = 0
  let size = 0
  try {
    for (;;) {
      const began = performance.now()
      const next = await within(ms - waited, rest.next(), () => failed(SLOW))
      if (next.done) return
      waited += performance.now() - began
      size += next.value.byteLength
      if (size >= PART) [waited, size] = [0, 0]
      yield next.value
    }
  } catch (error) {
    // Before the rest is given up, which would wait for its next part.
    cancel()
    throw error
  } finally {
    await rest.return?.()
  }
}

const failed = (message: string, cause?: unknown) =>
  new OpError({ kind: 'atlas-down', message }, { cause })

/**
 * A whole stream if it has at most `most` bytes, otherwise the same stream from its beginning.
 * @throws OpError 'atlas-down' when it breaks off, or takes longer than `ms`
 */
export async function startOf(
  stream: AsyncIterable<Uint8Array>,
  most: number,
  ms = START_MS,
): Promise<{ whole: Buffer } | { stream: AsyncGenerator<Uint8Array> }> {
  const chunks: Uint8Array[] = []
  let size = 0
  const rest = stream[Symbol.asyncIterator]()
  const until = performance.now() + ms
  while (size <= most) {
    const part = rest.next().catch((cause) => {
      throw cause instanceof OpError ? cause : failed(BROKEN, cause)
    })
    const next = await within(until - performance.now(), part, () => failed(SLOW))
    if (next.done) return { whole: Buffer.concat(chunks) }
    chunks.push(next.value)
    size += next.value.byteLength
  }
  return { stream: continued(chunks, rest) }
}

async function* continued(
  before: Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* before.splice(0)
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    // Also when the client leaves: the connection to Atlas is free again.
    await rest.return?.()
  }
}
