import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import type { HandlerInput, SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { invalid } from '../reject'
import { projectIdOf } from '../world/projects'

const groupId = projectIdOf('legacy-eu')
const day = 86_400_000

const snapshot = z.looseObject({
  id: z.string(),
  complete: z.boolean(),
  doNotDelete: z.boolean(),
  expires: z.string().nullable(),
})

function snapshotOf(daysAgo: number, more: Partial<z.output<typeof snapshot>> = {}) {
  const taken = Date.now() - daysAgo * day
  const id = idFrom(`legacy snapshot ${daysAgo}`, taken)
  const stamp = { date: iso(taken), increment: 1 }
  return {
    id,
    clusterId: idFrom('legacy-orders', '2023-02-01T10:00:00Z'),
    clusterName: 'legacy-orders',
    groupId,
    complete: true,
    created: stamp,
    lastOplogAppliedTimestamp: stamp,
    doNotDelete: false,
    expires: iso(taken + 30 * day),
    incremental: true,
    parts: [
      {
        clusterId: idFrom('legacy-orders', '2023-02-01T10:00:00Z'),
        completedTime: iso(taken + 600_000),
        compressionSetting: 'GZIP',
        dataSizeBytes: 18_400_000_000,
        encryptionEnabled: false,
        fcv: '4.0',
        fileSizeBytes: 6_100_000_000,
        mongodVersion: '4.0.28',
        replicaSetName: 'legacy-orders',
        replicaState: 'SECONDARY',
        storageSizeBytes: 7_200_000_000,
        typeName: 'REPLICA_SET',
      },
    ],
    ...more,
  }
}

/** Snapshots of the legacy backup, which only clusters before 4.2 have. */
export const legacySnapshots = collection({
  name: 'legacySnapshots',
  path: '/groups/{groupId}/clusters/{clusterName}/snapshots/{snapshotId}',
  shape: snapshot,
  key: 'id',
  errors: { notFound: 'SNAPSHOT_NOT_FOUND' },
  codes: { delete: [204] },
  seed: () =>
    [
      snapshotOf(200, { doNotDelete: true, expires: null }),
      snapshotOf(29),
      snapshotOf(0, { complete: false }),
      snapshotOf(8),
    ].map((item) => ({ place: { groupId, clusterName: 'legacy-orders' }, item })),
  sample: (n) => snapshotOf(n + 10),
  matches: ({ complete }, query) => {
    const asked = query.get('completed') ?? 'true'
    return asked === 'all' || String(complete) === asked
  },
  update: (_, { body }) => {
    const shape = z.object({
      doNotDelete: z.boolean().optional(),
      expires: z.iso.datetime({ offset: true }).optional(),
    })
    const { doNotDelete, expires } = bodyOf(shape, body)
    if ((doNotDelete === undefined) === (expires === undefined))
      throw invalid([{ field: 'expires', description: 'excludes doNotDelete' }])
    if (expires && Date.parse(expires) <= Date.now())
      throw invalid([{ field: 'expires', description: 'must be in the future' }])
    if (expires) return { expires, doNotDelete: false }
    return doNotDelete ? { doNotDelete, expires: null } : { doNotDelete }
  },
})

const pipeline = z.looseObject({
  _id: z.string(),
  name: z.string(),
  state: z.enum(['ACTIVE', 'PAUSED']),
})

function pipelineOf(place: string, name: string, state: 'ACTIVE' | 'PAUSED') {
  const createdDate = iso('2023-08-01T07:00:00Z')
  return {
    _id: idFrom(`pipeline ${place} ${name}`, createdDate),
    createdDate,
    lastUpdatedDate: createdDate,
    datasetRetentionPolicy: { lastModifiedDate: createdDate, units: 'DAYS', value: 90 },
    groupId: place,
    name,
    sink: {
      type: 'DLS',
      metadataProvider: 'AWS',
      metadataRegion: 'DUBLIN_IRL',
      partitionFields: [{ fieldName: 'createdAt', order: 0 }],
    },
    source: {
      type: 'PERIODIC_CPS',
      clusterName: 'legacy-orders',
      collectionName: 'orders',
      databaseName: 'shop',
      groupId: place,
      policyItemId: idFrom('policy legacy-orders', createdDate),
    },
    state,
    transformations: [{ field: 'customer.email', type: 'EXCLUDE' }],
  }
}

/** Data Lake pipelines, which Atlas has removed: they answer in projects of the switch `stillAnswers`. */
export const pipelines = collection({
  name: 'pipelines',
  path: '/groups/{groupId}/pipelines/{pipelineName}',
  shape: pipeline,
  key: 'name',
  array: true,
  links: false,
  errors: { notFound: 'DATA_LAKE_PIPELINE_NOT_FOUND_FOR_NAME' },
  codes: { delete: [200] },
  events: { update: 'INGESTION_PIPELINE_UPDATED', delete: 'INGESTION_PIPELINE_DELETED' },
  seed: () =>
    [
      pipelineOf(groupId, 'orders-daily', 'ACTIVE'),
      pipelineOf(groupId, 'crm-archive', 'PAUSED'),
    ].map((item) => ({ place: { groupId }, item })),
  sample: (n, place) => pipelineOf(place.groupId ?? '', `pipeline-${n}`, 'ACTIVE'),
})

const turn = (state: 'ACTIVE' | 'PAUSED') => (input: HandlerInput) => {
  const row = pipelines.find(input.world, input.path)
  pipelines.change(input.world, row, { state, lastUpdatedDate: iso(Date.now()) }, input.origin)
  return row.item
}

export const pipelineStates = {
  pauseGroupPipeline: turn('PAUSED'),
  resumeGroupPipeline: turn('ACTIVE'),
} satisfies SandboxFile
