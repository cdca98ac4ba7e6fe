'use client'
import { useQuery } from '@tanstack/react-query'
import { serverNow } from '@/lib/client/clock'
import { read } from '@/lib/client/use-op'
import { millis } from '@/lib/format/time'
import { type GuidedRun, listGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { startProcessor, stopProcessor } from '@/lib/ops/stream-processors'
import { stepUnderWay } from '../ops/guided'

/** Where a workspace’s processors are. */
export type Place = { groupId: string; tenantName: string }

/** How long a finished change stays on the page of its processor. */
const SHOWN_MS = 15 * 60_000

export type ChangeRun = {
  run: GuidedRun
  /** Not finished: no other action is possible. */
  isOpen: boolean
  /** The new name of the processor, if the change renames it. */
  newName: string | undefined
  /** What it requested from Atlas, which may not show yet. */
  asked: AskedByRun | undefined
}

export type AskedByRun = { verb: 'start' | 'stop'; since: string | null }

/** What a running change requested; undefined while Atlas may not have accepted it. */
function askedBy(run: GuidedRun): AskedByRun | undefined {
  const step = stepUnderWay(run)
  if (!step || step.unanswered || !['sending', 'checking'].includes(step.state)) return undefined
  const verb =
    step.op === stopProcessor.id ? 'stop' : step.op === startProcessor.id ? 'start' : undefined
  return verb && { verb, since: step.startedAt }
}

/** The last change of a processor, by its old or new name: in progress, halted, or just finished. */
export function useChangeRun({ groupId, tenantName }: Place, name: string): ChangeRun | undefined {
  const runs = useQuery(read(listGuided, { groupId }))
  const all = runs.data && !runs.data.misfit ? runs.data.data.results : []
  const run = all.find(
    ({ op, input }) =>
      op === changeProcessor.id &&
      input.tenantName === tenantName &&
      (input.processorName === name || input.name === name),
  )
  if (!run) return undefined
  const isOpen = ['running', 'putting-back', 'halted'].includes(run.state)
  if (!isOpen && serverNow() - (millis(run.changedAt) ?? 0) > SHOWN_MS) return undefined
  const { name: wanted, processorName } = run.input
  const isRenamed = typeof wanted === 'string' && wanted !== processorName
  return { run, isOpen, newName: isRenamed ? wanted : undefined, asked: askedBy(run) }
}
