import { idFrom, iso } from '../../ids'
import type { World } from '../../world'
import type { Cluster } from '../../world/shapes'
import { ago, days, ended, hours, newFlexJob, newJob, newSnapshot } from './build'
import type { BackupState, FlexJob, RestoreJob, Snapshot } from './shapes'
import { inSeconds, takes } from './time'

const minutes = (n: number) => n * 60_000

/** Two weeks of scheduled snapshots, oldest first. */
const scheduled = (world: World, cluster: Cluster, count = 14): Snapshot[] =>
  Array.from({ length: count }, (_, i) =>
    newSnapshot(world, cluster, {
      seed: `daily ${i}`,
      created: iso(ago(days(count - i) - hours(3))),
      frequencyType: i % 7 === 3 ? 'weekly' : 'daily',
      expires: iso(ago(-days(i % 7 === 3 ? 60 : 16 + i))),
    }),
  )

/** A snapshot in each final status. */
export function endedSnapshots(world: World, cluster: Cluster): Snapshot[] {
  const of = (seed: string, more: Partial<Snapshot>) =>
    newSnapshot(world, cluster, { seed, ...more })
  return [
    of('kept', {
      created: iso(ago(days(9))),
      snapshotType: 'onDemand',
      frequencyType: 'ondemand',
      description: 'Before the schema change',
      expires: iso(ago(-days(80))),
    }),
    of('failed', { created: iso(ago(days(2))), fails: true }),
    of('fallback', { created: iso(ago(days(1.9))), snapshotType: 'fallback' }),
    of('completed', { created: iso(ago(hours(9))), expires: iso(ago(-days(7))) }),
  ]
}

/** One on-demand snapshot in progress and one queued. They never end, so another one is refused. */
export function heldSnapshots(world: World, cluster: Cluster): Snapshot[] {
  const of = (seed: string, more: Partial<Snapshot>) =>
    newSnapshot(world, cluster, { seed, ...more })
  return [
    of('running', {
      created: iso(ago(minutes(2))),
      held: 'inProgress',
      snapshotType: 'onDemand',
      frequencyType: 'ondemand',
      description: 'Before the release',
      expires: iso(ago(-days(3))),
    }),
    of('queued', { created: iso(ago(minutes(1))), held: 'queued' }),
  ]
}

/** A restore job in each state. Running jobs and the hour of a link follow the sandbox clock. */
export function everyJob(
  world: World,
  cluster: Cluster,
  target: { groupId: string; clusterName: string },
  snapshot: Snapshot | undefined,
): RestoreJob[] {
  const moment = { seconds: Math.floor(ago(days(6)) / 1000) }
  const of = (
    seed: string,
    deliveryType: RestoreJob['deliveryType'],
    createdAgo: number,
    more: Partial<RestoreJob>,
  ) =>
    newJob(world, cluster, {
      seed,
      deliveryType,
      created: iso(ago(createdAgo)),
      ...(deliveryType === 'pointInTime'
        ? { timestamp: iso(moment.seconds * 1000) }
        : { snapshotId: snapshot?.id ?? '', timestamp: snapshot?.created ?? iso(ago(createdAgo)) }),
      ...(deliveryType === 'download' ? {} : { target }),
      ...more,
    })
  return [
    of('finished', 'automated', days(12), ended('finished', ago(days(12) - minutes(4)))),
    of('failed', 'pointInTime', days(5), { moment, ...ended('failed', ago(days(5) - minutes(2))) }),
    of('cancelled', 'automated', days(3), ended('cancelled', ago(days(3) - minutes(1)))),
    of('expired', 'download', days(1), {
      lapsesAt: 0,
      ...ended('expired', ago(days(1) - minutes(64))),
    }),
    of('ready', 'download', minutes(18), {
      lapsesAt: inSeconds(world, takes.link - 14 * 60),
      privateEndpoint: true,
      ...ended('ready', ago(minutes(14))),
    }),
    of('running', 'automated', 70_000, { doneAt: inSeconds(world, takes.automated - 70) }),
  ]
}

/** Flex snapshots and restore jobs in every status. */
export function everyFlex(world: World, cluster: Cluster) {
  const snapshots = [6, 5, 4, 3, 2, 1].map((n) =>
    newSnapshot(world, cluster, {
      seed: `flex ${n}`,
      created: iso(ago(days(n))),
      fails: n === 4,
      expires: iso(ago(-days(8 - n))),
    }),
  )
  snapshots.push(
    newSnapshot(world, cluster, {
      seed: 'flex now',
      created: iso(ago(60_000)),
      held: 'inProgress',
    }),
    newSnapshot(world, cluster, { seed: 'flex next', created: iso(ago(9_000)), held: 'queued' }),
  )
  const last = snapshots[5] ?? newSnapshot(world, cluster, { seed: 'flex last' })
  const target = { groupId: cluster.groupId, clusterName: cluster.name }
  const past = (seed: string, at: number, more: Partial<FlexJob>): FlexJob =>
    newFlexJob(world, cluster, last, {
      seed,
      deliveryType: 'RESTORE',
      scheduled: iso(at),
      runsAt: 0,
      doneAt: 0,
      finished: iso(at + takes.flex * 1000),
      lapsesAt: inSeconds(world, takes.flexRecord - (Date.now() - at) / 1000),
      target,
      ...more,
    })
  const jobs = [
    past('completed', ago(hours(5)), {}),
    past('failed', ago(hours(3)), { fails: true }),
    past('lapsed', ago(hours(9)), { deliveryType: 'DOWNLOAD', target: undefined }),
    past('download', ago(hours(1)), { deliveryType: 'DOWNLOAD', target: undefined }),
    past('running', ago(40_000), { held: 'RUNNING', finished: undefined }),
    past('queued', ago(20_000), { held: 'QUEUED', finished: undefined }),
    past('pending', ago(5_000), { held: 'PENDING', finished: undefined }),
  ]
  return { snapshots, jobs }
}

/** Collection restores in three of their states. */
export const someCollectionJobs = (cluster: Cluster) =>
  ['SUCCESSFUL', 'IN_PROGRESS', 'FAILED'].map((state, i) => {
    const createdAt = iso(ago(hours(1 + i * 30)))
    const isOver = state !== 'IN_PROGRESS'
    return {
      id: idFrom(`collections ${cluster.id} ${i}`, createdAt),
      groupId: cluster.groupId,
      clusterName: cluster.name,
      collections: [
        { sourceNamespace: 'shop.orders', targetNamespace: 'shop.orders_restored' },
        { sourceNamespace: 'shop.refunds', targetNamespace: 'shop.refunds_restored' },
      ],
      createdAt,
      errorMessage:
        state === 'FAILED' ? 'The collection shop.refunds is not in the snapshot.' : null,
      ...(isOver ? { finishedAt: iso(Date.parse(createdAt) + minutes(11)) } : {}),
      indexStatus: { failedCollectionCount: 0, state: isOver ? 'SUCCESSFUL' : 'NOT_STARTED' },
      indexStrategy: 'ALL',
      restoredDocuments: state === 'SUCCESSFUL' ? 184_220 : 61_300,
      snapshotId: idFrom(`collections snapshot ${cluster.id}`, createdAt),
      state,
      targetClusterName: cluster.name,
      targetGroupId: cluster.groupId,
      totalDocuments: 184_220,
      writeStrategy: 'CREATE_NEW',
    }
  })

/** The backups of the named projects. */
export function makeBackups(world: World): BackupState {
  const state: BackupState = {
    snapshots: [],
    jobs: [],
    flexJobs: [],
    serverlessJobs: [],
    collectionJobs: [],
    policies: {},
  }
  const named = (name: string) => world.clusters().find((c) => c.name === name)
  for (const cluster of world.clusters())
    if (cluster.backup && cluster.state !== 'CREATING' && cluster.name !== 'search-suggest')
      state.snapshots.push(...scheduled(world, cluster, cluster.tier === 'M10' ? 5 : 14))

  const main = named('payments-main')
  const staging = named('staging-main')
  const replay = named('staging-replay')
  const search = named('search-main')
  const flex = named('flex-web')
  if (main && staging && replay) {
    state.snapshots.push(...endedSnapshots(world, main), ...endedSnapshots(world, staging))
    const of = (c: Cluster) => state.snapshots.find((s) => s.clusterName === c.name)
    const to = (c: Cluster) => ({ groupId: c.groupId, clusterName: c.name })
    state.jobs.push(
      ...everyJob(world, main, to(replay), of(main)),
      ...everyJob(world, staging, to(staging), of(staging)).filter((j) => j.ended),
    )
    state.collectionJobs.push(...someCollectionJobs(main))
    // A running restore locks its target.
    const running = state.jobs.find((j) => !j.ended)
    if (running)
      Object.assign(replay, { state: 'UPDATING', next: { state: 'IDLE', at: running.doneAt } })
    state.policies[main.groupId] = 'ACTIVE'
  }
  if (search) {
    const last = state.snapshots.findLast((s) => s.clusterName === search.name)
    const of = { snapshotId: last?.id ?? '', timestamp: last?.created ?? iso(ago(days(1))) }
    const to = { groupId: search.groupId, clusterName: search.name }
    state.jobs.push(
      newJob(world, search, {
        seed: 'sharded download',
        deliveryType: 'download',
        created: iso(ago(minutes(30))),
        ...of,
        lapsesAt: inSeconds(world, takes.link - 25 * 60),
        ...ended('ready', ago(minutes(25))),
      }),
      newJob(world, search, {
        seed: 'sharded',
        deliveryType: 'automated',
        created: iso(ago(90_000)),
        ...of,
        target: to,
        held: true,
      }),
    )
    state.snapshots.push(...heldSnapshots(world, search))
  }
  if (flex) {
    const { snapshots, jobs } = everyFlex(world, flex)
    state.snapshots.push(...snapshots)
    state.flexJobs.push(...jobs)
    const target = { groupId: flex.groupId, clusterName: flex.name }
    state.serverlessJobs.push(...everyJob(world, flex, target, snapshots[0]).slice(0, 3))
  }
  return state
}
