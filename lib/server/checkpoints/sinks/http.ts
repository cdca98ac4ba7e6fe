import { fetch, type RequestInit, type Response } from 'undici'
import { dispatcherTo } from '@/lib/atlas/proxy'

/** Longer than any answer that matters. */
const MOST_BYTES = 64 << 10

/**
 * One HTTP call, without redirects and through the configured proxy. `text` is at most the first 64 KiB of the answer.
 * @throws Error when nothing answers
 */
export async function call(url: string, init: RequestInit & { signal: AbortSignal }) {
  const dispatcher = dispatcherTo(url)
  try {
    const answer = await fetch(url, { ...init, redirect: 'manual', dispatcher })
    return { status: answer.status, text: await startOf(answer) }
  } catch (error) {
    if (init.signal.aborted) throw new Error('It did not answer in time.')
    throw new Error(`It can’t be reached: ${reason(error)}`)
  } finally {
    void dispatcher.destroy()
  }
}

async function startOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    parts.push(part)
    length += part.length
    if (length >= MOST_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, MOST_BYTES).toString()
}

const reason = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}

/** @throws Error for anything but 2xx */
export function accepted({ status, text }: { status: number; text: string }): void {
  if (status < 200 || status > 299) throw new Error(`It answered ${status}: ${text.slice(0, 200)}`)
}
