'use client'
import { callServer } from '@/lib/client/call-server'
import { useMakeStale } from '@/lib/client/use-command'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { BulkRun, haltOf } from '../blocks/bulk-run'
import { say, sayFailure } from '../ops/tell'
import { whatOf } from './plan'

/** Removes addresses that were added a moment ago, without another question. */
export function useTakeBack(groupId: string) {
  const makeStale = useMakeStale()
  return async (values: readonly string[]) => {
    const run = new BulkRun(values, async (entryValue, key) => {
      const { requestId } = await callServer(removeAddress, { groupId, entryValue }, { key })
      return { is: 'done', requestId }
    })
    await run.start()
    await makeStale(allowAddresses.invalidates ?? [])
    const error = haltOf(run.get())
    if (error) void sayFailure(error)
    else void say(`${whatOf(values.map((value) => ({ value })))} removed`)
  }
}
