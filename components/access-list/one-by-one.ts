import { callServer } from '@/lib/client/call-server'
import type { Once } from '@/lib/client/use-op'
import { removeAddress } from '@/lib/ops/access-list'
import { OpError } from '@/lib/ops/failure'

export type Removal = {
  removed: string[]
  /** Already gone. */
  absent: string[]
  /** Not removed, in order; the first one failed when `error` is set. */
  left: string[]
  error?: OpError
}

/** Removes entries one by one, as Atlas takes them. Stops at the first failure, or when asked to. */
export async function removeOneByOne(
  groupId: string,
  values: readonly string[],
  once: Once,
  { onNext, isStopped }: { onNext?: (index: number) => void; isStopped?: () => boolean } = {},
): Promise<Removal> {
  const removed: string[] = []
  const absent: string[] = []
  for (const [index, value] of values.entries()) {
    if (isStopped?.()) return { removed, absent, left: values.slice(index) }
    onNext?.(index)
    try {
      const input = { groupId, entryValue: value }
      await once(input, (key) => callServer(removeAddress, input, { key }))
      removed.push(value)
    } catch (error) {
      if (!(error instanceof OpError)) throw error
      // Atlas's 404 means that the entry is gone; Gatehouse's that the project is.
      if (error.failure.atlas?.status !== 404)
        return { removed, absent, left: values.slice(index), error }
      absent.push(value)
    }
  }
  return { removed, absent, left: [] }
}
