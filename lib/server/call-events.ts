import type { AtlasAnswer } from '@/lib/atlas/call'
import type { Connection } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'
import type { Op } from '@/lib/ops/define'

/** A read of Atlas that was answered. `begunAt` is when the call began. */
export type Heard = {
  op: Op
  input: Readonly<Record<string, unknown>>
  connection: Connection
  answer: AtlasAnswer
  begunAt: Date
}

const listeners = perProcess('gatehouseHeard', () => new Set<(heard: Heard) => void>())

/** Calls `listener` with every answer of a read in this process, whoever asked. Returns a function that stops it. */
export function onAnswer(listener: (heard: Heard) => void): () => void {
  listeners().add(listener)
  return () => void listeners().delete(listener)
}

/** Tells the listeners about an answer. */
export function hear(heard: Heard): void {
  for (const listener of listeners()) listener(heard)
}

/** A command that was sent. It may have changed what its `invalidates` name, at this place. */
export type Sent = { invalidates: readonly string[]; orgId: string; groupId?: string | undefined }

const onSent = perProcess('gatehouseSent', () => new Set<(sent: Sent) => void>())

/** Calls `listener` after every command that this process sent to Atlas. Returns a function that stops it. */
export function onCommand(listener: (sent: Sent) => void): () => void {
  onSent().add(listener)
  return () => void onSent().delete(listener)
}

/** Tells the listeners about a command. */
export function tellSent(sent: Sent): void {
  for (const listener of onSent()) listener(sent)
}
