import { z } from 'zod'
import { backupsOf } from '../areas/backup'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { idFrom, iso } from '../ids'
import { invalid, reject } from '../reject'
import { exportBucketOf, exportSeeds } from '../world/exports'
import { roleIdOf } from './cloud-roles'

const bucket = z.looseObject({
  _id: z.string(),
  bucketName: z.string(),
  cloudProvider: z.enum(['AWS', 'AZURE', 'GCP']),
})

const name = z.string().min(3).max(63)
const id = z.string().regex(/^[a-f0-9]{24}$/)
const newBucket = z.discriminatedUnion('cloudProvider', [
  z.object({
    cloudProvider: z.literal('AWS'),
    bucketName: name,
    iamRoleId: id,
    requirePrivateNetworking: z.boolean().optional(),
  }),
  z.object({
    cloudProvider: z.literal('AZURE'),
    roleId: id,
    bucketName: name.optional(),
    serviceUrl: z
      .string()
      .min(33)
      .max(2048)
      .regex(/^https:\/\/[a-z0-9]+\.blob\.core\.windows\.net(\/[a-z0-9-]*)?$/),
    tenantId: z.string().optional(),
  }),
  z.object({ cloudProvider: z.literal('GCP'), bucketName: name, roleId: id }),
])

/** The authorized cloud roles of the sandbox. */
const authorized = [
  'atlas-lake',
  'atlas-snapshot-export',
  'atlas-export-azure',
  'atlas-export-gcp',
].map(roleIdOf)

export const exportBuckets = collection({
  name: 'exportBuckets',
  path: '/groups/{groupId}/backup/exportBuckets/{exportBucketId}',
  shape: bucket,
  key: '_id',
  errors: { notFound: 'EXPORT_BUCKET_NOT_FOUND' },
  events: { create: 'BUCKET_CREATED_AUDIT', delete: 'BUCKET_DELETED_AUDIT' },
  seed: () => exportSeeds.buckets,
  sample: (n) => exportBucketOf('AWS', `exports-${n}`, { iamRoleId: authorized[0] }),
  create: ({ body }) => {
    const sent = bodyOf(newBucket, body)
    const role = sent.cloudProvider === 'AWS' ? sent.iamRoleId : sent.roleId
    if (!authorized.includes(role))
      throw reject(
        404,
        'CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND',
        `No authorized cloud role has ID ${role}.`,
        role,
      )
    const container = sent.cloudProvider === 'AZURE' ? sent.serviceUrl.split('/')[3] : undefined
    const bucketName = sent.bucketName ?? container
    if (!bucketName)
      throw invalid([
        { field: 'bucketName', description: 'is required when serviceUrl has no container' },
      ])
    const { cloudProvider, ...more } = sent
    return exportBucketOf(cloudProvider, bucketName, more, new Date())
  },
  update: ({ cloudProvider }, { body }) => {
    if (cloudProvider !== 'AWS')
      throw reject(400, 'INVALID_ATTRIBUTE', 'Only AWS buckets have private networking.')
    return bodyOf(z.object({ requirePrivateNetworking: z.boolean() }), body)
  },
  beforeDelete: ({ _id }) => {
    if (_id !== exportSeeds.autoExport.exportBucketId) return
    throw reject(
      400,
      'CANNOT_DELETE_EXPORT_BUCKET_IN_USE',
      `The cluster ${exportSeeds.autoExport.clusterName} exports its snapshots to bucket ${_id}.`,
      _id,
    )
  },
})

const job = z.looseObject({
  id: z.string(),
  createdAt: z.string(),
  exportBucketId: z.string(),
  snapshotId: z.string(),
  state: z.enum(['Queued', 'InProgress', 'Successful', 'Failed', 'Cancelled']),
  customData: z.array(z.object({ key: z.string(), value: z.string() })),
})

const newJob = z.object({
  exportBucketId: id,
  snapshotId: id,
  customData: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
})

/** Collections that each job copies. */
const totalCollections = 42
const share = { Queued: 0, InProgress: 0.4, Successful: 1, Failed: 0.7, Cancelled: 0.1 }

export const exportJobs = collection<z.output<typeof job>>({
  name: 'exportJobs',
  path: '/groups/{groupId}/clusters/{clusterName}/backup/exports/{exportId}',
  shape: job,
  key: 'id',
  errors: { notFound: 'SNAPSHOT_EXPORT_JOB_NOT_FOUND' },
  states: { field: 'state', create: [['Queued', 165], ['InProgress', 720], ['Successful']] },
  seed: (world) => exportSeeds.jobs(world),
  create: ({ body, world, path }, place) => {
    const sent = bodyOf(newJob, body)
    exportBuckets.find(world, { ...path, exportBucketId: sent.exportBucketId })
    const known = backupsOf(world).snapshots.find(
      (s) => s.id === sent.snapshotId && s.clusterName === place.clusterName,
    )
    if (!known?.finished)
      throw reject(
        404,
        'SNAPSHOT_NOT_FOUND',
        `No snapshot ${sent.snapshotId} exists.`,
        sent.snapshotId,
      )
    const now = new Date()
    return {
      ...sent,
      id: idFrom(`export ${Date.now()}`, now),
      createdAt: iso(now),
      state: 'Queued',
    }
  },
  view: (item, { world }, { place }) => {
    const { name, orgId } = world.project(place.groupId)
    const isOver = !['Queued', 'InProgress'].includes(item.state)
    const prefix = ['', 'exported_snapshots', world.org(orgId).name, name, place.clusterName]
    return {
      ...item,
      components: [],
      exportStatus: {
        exportedCollections: Math.floor(totalCollections * share[item.state]),
        totalCollections,
      },
      ...(isOver ? { finishedAt: iso(Date.parse(item.createdAt) + 885_000) } : {}),
      prefix: [...prefix, item.createdAt, Date.parse(item.createdAt) / 1000].join('/'),
    }
  },
})
