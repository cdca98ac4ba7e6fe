'use client'
import { useQuery } from '@tanstack/react-query'
import { serverNow } from '@/lib/client/clock'
import { read } from '@/lib/client/use-op'
import { millis } from '@/lib/format/time'
import { type GuidedRun, listGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { startProcessor, stopProcessor } from '@/lib/ops/stream-processors'
import { stepUnderWay } from '../ops/guided'
import type { Place } from './state'

/** For so long the steps of a change that ended stay on the page of its processor. */
const SHOWN_MS = 15 * 60_000

export type ChangeRun = {
  run: GuidedRun
  /** Not over: nothing else may be done to the processor. */
  isOpen: boolean
  /** The name that it gives the processor, when it gives it another one. */
  newName: string | undefined
  /** What it asked Atlas for, which may not show yet. */
  asked: AskedByRun | undefined
}

export type AskedByRun = { verb: 'start' | 'stop'; since: string | null }

/** What a run under way asked for; undefined while that may not have been taken. */
function askedBy(run: GuidedRun): AskedByRun | undefined {
  const step = stepUnderWay(run)
  if (!step || step.unanswered || !['sending', 'checking'].includes(step.state)) return undefined
  const verb =
    step.op === stopProcessor.id ? 'stop' : step.op === startProcessor.id ? 'start' : undefined
  return verb && { verb, since: step.startedAt }
}

/** The last change of a processor, by the name it had or has: under way, halted, or ended a moment ago. */
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
