import { createHash } from 'node:crypto'
import { idFrom } from '../../ids'
import type { World } from '../../world'
import type { FlexJob, RestoreJob, Snapshot } from './shapes'
import { flexJobStatus, flexSnapshotStatus, realAt, snapshotStatus } from './time'

type At = { world: World; base: string }

const secret = (seed: string) =>
  createHash('sha256').update(`link ${seed}`).digest('base64url').slice(0, 32)

/** One-time download links of an invented host. */
const linkOf = (job: { id: string; clusterName: string }, part: number) =>
  `https://restore-${(part % 9) + 1}.download.mongodb.example:27017/${secret(`${job.id} ${part}`)}/${job.clusterName}-${part}.tar.gz`

const clusterUrl = (base: string, groupId: string, name: string) =>
  `${base}/api/atlas/v2/groups/${groupId}/clusters/${name}`

const shardName = (clusterName: string, n: number) => `atlas-${clusterName}-shard-${n}`

const linksOf = (job: RestoreJob) =>
  job.ended?.as === 'ready'
    ? Array.from({ length: Math.max(1, job.shards) }, (_, n) => linkOf(job, n))
    : []

const privateLinks = (job: RestoreJob) =>
  job.privateEndpoint && job.ended?.as === 'ready'
    ? [
        {
          endpointId: `vpce-${job.id.slice(0, 17)}`,
          deliveryUrl: linkOf(job, 7).replace('restore-', 'restore-pl-'),
        },
      ]
    : undefined

const momentOf = ({ moment }: RestoreJob) =>
  moment
    ? {
        date: new Date((moment.seconds ?? moment.ts ?? 0) * 1000).toISOString().replace('.000', ''),
        increment: moment.inc ?? 0,
        time: moment.seconds ?? moment.ts,
      }
    : { increment: null, time: null, date: null }

/** A restore job as recorded live: no state field, nulls in `desiredTimestamp`, an undocumented name. */
export function jobBody({ world, base }: At, job: RestoreJob) {
  const { ended, target, moment } = job
  const as = ended?.as
  const self = clusterUrl(base, job.groupId, job.clusterName)
  return {
    cancelled: as === 'cancelled',
    deliveryType: job.deliveryType,
    deliveryUrl: linksOf(job),
    desiredTimestamp: momentOf(job),
    expired: as === 'expired',
    failed: as === 'failed',
    ...(as === 'finished' ? { finishedAt: ended?.at } : {}),
    ...(job.lapsesAt !== undefined
      ? { expiresAt: as === 'expired' ? ended?.at : realAt(world, job.lapsesAt) }
      : {}),
    id: job.id,
    links: [
      { href: `${self}/backup/restoreJobs/${job.id}`, rel: 'self' },
      { href: self, rel: 'https://cloud.mongodb.com/cluster' },
    ],
    ...(job.snapshotId ? { snapshotId: job.snapshotId } : {}),
    ...(privateLinks(job) ? { privateDownloadDeliveryUrls: privateLinks(job) } : {}),
    ...(target
      ? {
          targetClusterName: target.clusterName,
          targetDeploymentItemName: `atlas-${idFrom(target.clusterName, 0).slice(-6)}`,
          targetGroupId: target.groupId,
        }
      : {}),
    timestamp: job.timestamp,
    ...(moment?.seconds === undefined ? {} : { pointInTimeUTCSeconds: moment.seconds }),
    ...(moment?.ts === undefined ? {} : { oplogTs: moment.ts, oplogInc: moment.inc }),
    ...(job.shards > 0 ? { components: componentsOf(job) } : {}),
  }
}

const componentsOf = (job: RestoreJob) =>
  Array.from({ length: job.shards }, (_, n) => ({
    replicaSetName: shardName(job.clusterName, n),
    ...(job.ended?.as === 'ready' ? { downloadUrl: linkOf(job, n) } : {}),
  }))

/** A snapshot of a replica set. Some fields appear when it is finished. */
export function snapshotBody({ world, base }: At, s: Snapshot) {
  const status = snapshotStatus(world, s)
  const self = clusterUrl(base, s.groupId, s.clusterName)
  const isDone = status === 'completed'
  return {
    ...(s.kind === 'replicaSet'
      ? {
          copyRegions: [],
          replicaSetName: s.clusterName,
          ...(isDone ? { cloudProvider: 'AWS' } : {}),
        }
      : membersOf(s)),
    ...(isDone ? { createdAt: s.created, mongodVersion: s.version } : {}),
    ...(s.description === undefined ? {} : { description: s.description }),
    expiresAt: s.expires,
    frequencyType: s.frequencyType,
    id: s.id,
    links: [
      { href: `${self}/backup/snapshots/${s.id}`, rel: 'self' },
      { href: self, rel: 'https://cloud.mongodb.com/cluster' },
    ],
    policyItems: s.snapshotType === 'scheduled' ? [idFrom(`policy ${s.frequencyType}`, 0)] : [],
    snapshotType: s.snapshotType,
    status,
    storageSizeBytes: isDone ? s.sizeBytes : 0,
    type: s.kind,
  }
}

const membersOf = (s: Snapshot) => ({
  configServerType: 'DEDICATED',
  members: Array.from({ length: s.shards }, (_, n) => ({
    cloudProvider: 'AWS',
    id: idFrom(`${s.id} member ${n}`, s.created),
    replicaSetName: shardName(s.clusterName, n),
  })),
  snapshotIds: Array.from({ length: s.shards }, (_, n) => idFrom(`${s.id} member ${n}`, s.created)),
})

export const flexSnapshotBody = ({ world }: At, s: Snapshot) => ({
  expiration: s.expires,
  ...(s.finished ? { finishTime: s.finished } : {}),
  id: s.id,
  mongoDBVersion: s.version,
  scheduledTime: s.created,
  startTime: s.created,
  status: flexSnapshotStatus(world, s),
})

export function flexJobBody({ world, base }: At, j: FlexJob) {
  const status = flexJobStatus(world, j)
  const isThere = world.clock() < j.lapsesAt
  return {
    deliveryType: j.deliveryType,
    expirationDate: realAt(world, j.lapsesAt),
    id: j.id,
    instanceName: j.clusterName,
    links: [
      {
        href: `${base}/api/atlas/v2/groups/${j.groupId}/flexClusters/${j.clusterName}/backup/restoreJobs/${j.id}`,
        rel: 'self',
      },
    ],
    projectId: j.groupId,
    ...(j.finished ? { restoreFinishedDate: j.finished } : {}),
    restoreScheduledDate: j.scheduled,
    snapshotFinishedDate: j.snapshotFinished,
    snapshotId: j.snapshotId,
    ...(j.deliveryType === 'DOWNLOAD' && status === 'COMPLETED' && isThere
      ? { snapshotUrl: linkOf(j, 0) }
      : {}),
    status,
    targetDeploymentItemName: j.target?.clusterName ?? j.clusterName,
    targetProjectId: j.target?.groupId ?? j.groupId,
  }
}

/** A policy as stored; a project without one answers an empty object, because Atlas answers no 404 here. */
export const policyBody = (groupId: string, state: string | undefined) =>
  state === undefined
    ? {}
    : {
        authorizedEmail: 'compliance@northwind.example',
        authorizedUserFirstName: 'Nadia',
        authorizedUserLastName: 'Ferreira',
        copyProtectionEnabled: false,
        deletable: false,
        encryptionAtRestEnabled: false,
        onDemandPolicyItem: {
          frequencyInterval: 0,
          frequencyType: 'ondemand',
          id: idFrom(`ondemand ${groupId}`, 1),
          retentionUnit: 'weeks',
          retentionValue: 2,
        },
        pitEnabled: true,
        projectId: groupId,
        restoreWindowDays: 7,
        scheduledPolicyItems: [
          {
            frequencyInterval: 1,
            frequencyType: 'daily',
            id: idFrom(`daily ${groupId}`, 1),
            retentionUnit: 'days',
            retentionValue: 7,
          },
        ],
        state,
        updatedDate: '2026-02-03T09:12:44Z',
        updatedUser: 'compliance@northwind.example',
      }
