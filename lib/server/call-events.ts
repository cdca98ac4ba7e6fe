import type { AtlasAnswer } from '@/lib/atlas/call'
import type { Connection } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'
import type { Op } from '@/lib/ops/define'

/** A read of Atlas that was answered. `begunAt` is when the call began. */
export type Answered = {
  op: Op
  input: Readonly<Record<string, unknown>>
  connection: Connection
  answer: AtlasAnswer
  begunAt: Date
}

/** A command that was sent. It may have changed what its `invalidates` name, at this place. */
export type Sent = { invalidates: readonly string[]; orgId: string; groupId?: string | undefined }

type Listener<E> = (event: E) => void

function emitter<E>(name: `gatehouse${string}`) {
  const listeners = perProcess(name, () => new Set<Listener<E>>())
  return {
    emit(event: E): void {
      for (const listener of listeners()) listener(event)
    },
    /** Calls `listener` with every event of this process. Returns a function that stops it. */
    on(listener: Listener<E>): () => void {
      listeners().add(listener)
      return () => void listeners().delete(listener)
    },
  }
}

/** Reads of Atlas that were answered, for any person or loop. */
export const answered = emitter<Answered>('gatehouseAnswered')
/** Commands that were sent to Atlas. */
export const sent = emitter<Sent>('gatehouseSent')
