import { iso } from '../../ids'
import type { World } from '../../world'
import type { BackupState, FlexJob, RestoreJob, Snapshot } from './shapes'

/** Durations in seconds of the sandbox clock, from recorded answers. */
export const takes = {
  queue: 20,
  snapshot: 240,
  automated: 230,
  download: 255,
  link: 3600,
  flexQueue: 12,
  flex: 65,
  flexRecord: 6 * 3600,
} as const

/** The real time at which the sandbox clock shows `at`; stable until the clock is moved. */
export const realAt = (world: World, at: number): string => {
  const { real, sandbox, speed } = world.data.clock
  return iso(real + (at - sandbox) / speed)
}

export const inSeconds = (world: World, seconds: number): number => world.clock() + seconds * 1000

/** Queued, in progress, or how it ended. */
export function snapshotStatus(world: World, s: Snapshot) {
  if (s.held) return s.held
  if (world.clock() < s.beginsAt) return 'queued'
  if (world.clock() < s.doneAt) return 'inProgress'
  return s.fails ? 'failed' : 'completed'
}

const flexWord = {
  queued: 'QUEUED',
  inProgress: 'RUNNING',
  completed: 'COMPLETED',
  failed: 'FAILED',
}
export const flexSnapshotStatus = (world: World, s: Snapshot) => flexWord[snapshotStatus(world, s)]

export function flexJobStatus(world: World, j: FlexJob) {
  if (j.held) return j.held
  if (world.clock() < j.runsAt) return 'PENDING'
  if (world.clock() < j.doneAt) return 'RUNNING'
  return j.fails ? 'FAILED' : 'COMPLETED'
}

function settleJob(world: World, job: RestoreJob): void {
  const orgId = world.project(job.groupId).orgId
  const about = { orgId, groupId: job.groupId, clusterName: job.clusterName }
  if (!job.ended && !job.held && job.doneAt <= world.clock()) {
    const as = job.fails ? 'failed' : job.deliveryType === 'download' ? 'ready' : 'finished'
    job.ended = { as, at: realAt(world, job.doneAt) }
    if (as === 'ready') job.lapsesAt ??= job.doneAt + takes.link * 1000
    world.record({
      ...about,
      eventTypeName: `CPS_RESTORE_${job.fails ? 'FAILED' : 'SUCCESSFUL'}`,
    })
  }
  if (job.ended?.as === 'ready' && (job.lapsesAt ?? 0) <= world.clock())
    job.ended = { as: 'expired', at: realAt(world, job.lapsesAt ?? 0) }
}

/** Applies every transition that is due, with its event and its real time. */
export function settle(world: World, state: BackupState): BackupState {
  const now = world.clock()
  for (const job of [...state.jobs, ...state.serverlessJobs]) settleJob(world, job)
  for (const s of state.snapshots)
    if (!s.held && !s.finished && s.doneAt <= now) s.finished = realAt(world, s.doneAt)
  for (const j of state.flexJobs)
    if (!j.held && !j.finished && j.doneAt <= now) j.finished = realAt(world, j.doneAt)
  // By the real clock: how long a snapshot is kept is days, and a person reads them off a calendar.
  state.snapshots = state.snapshots.filter((s) => Date.parse(s.expires) > Date.now())
  return state
}
