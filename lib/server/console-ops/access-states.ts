import type { z } from 'zod'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { type accessStates, accessStatus } from '@/lib/ops/access-list'
import { readAtlas } from '../call-atlas'
import { connectionOf } from '../perform'
import type { ConsoleContext } from './context'

/** Concurrent calls to Atlas. Its list has no states, so each entry takes a call. */
const AT_ONCE = 4

type States = z.output<typeof accessStates.output>['states']

/** `access.states`; an entry that can't be read doesn't affect the others. */
export async function states(
  { groupId, entries }: z.output<typeof accessStates.input>,
  { decision, requestId, signal }: ConsoleContext,
): Promise<{ states: States }> {
  const connection = connectionOf(decision)
  const found: States = entries.map(() => ({ status: null, why: null }))
  const line = entries.entries()
  const work = async () => {
    for (const [at, entryValue] of line)
      found[at] = await one(() =>
        readAtlas(accessStatus, { groupId, entryValue }, connection, { requestId, signal }),
      )
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { states: found }
}

async function one(read: () => ReturnType<typeof readAtlas>): Promise<States[number]> {
  try {
    const answer = accessStatus.output.safeParse((await read()).value.body)
    return answer.success
      ? { status: answer.data.STATUS, why: null }
      : { status: null, why: 'Atlas returned no state for this entry.' }
  } catch (error) {
    if (error instanceof AtlasError) return { status: null, why: toFailure(error).message }
    throw error
  }
}
