import { z } from 'zod'
import { isMadeSince, snapshotId } from './backup-shapes'
import { command, query } from './define'
import { bucketNameOf, cloudOf, exportBucket } from './export-bucket-shapes'
import { downloadFriction } from './friction'
import { clusterName, page, projectId } from './shapes'
import { line } from './text'

const said = z.string().nullish()
const number = z.number().nullish()
const exportJob = z.looseObject({
  id: z.string(),
  state: said,
  stateReason: z.looseObject({ errorCode: said, message: said }).nullish(),
  exportBucketId: said,
  snapshotId: said,
  createdAt: said,
  finishedAt: said,
  prefix: said,
  exportStatus: z.looseObject({ exportedCollections: number, totalCollections: number }).nullish(),
  customData: z.array(z.looseObject({ key: said, value: said })).nullish(),
})
export type ExportJob = z.output<typeof exportJob>

const isRunning = ({ state }: ExportJob) => state === 'Queued' || state === 'InProgress'
const refetchMs = (jobs: readonly ExportJob[]) => (jobs.some(isRunning) ? 5_000 : 60_000)

const cluster = z.strictObject({ groupId: projectId, clusterName })
const hexId = (why: string) => z.string(why).regex(/^[a-f0-9]{24}$/, why)

export const listExportJobs = query({
  id: 'exportJobs.list',
  title: 'List the backup exports of a cluster',
  atlas: { op: 'listGroupClusterBackupExports', version: '2023-01-01' },
  roles: ['viewer'],
  input: cluster,
  output: page(exportJob),
  allPages: true,
  refetchInterval: ({ results }) => refetchMs(results),
})

export const getExportJob = query({
  id: 'exportJobs.get',
  title: 'Read a backup export',
  atlas: { op: 'getGroupClusterBackupExport', version: '2023-01-01' },
  roles: ['viewer'],
  input: cluster.extend({ exportId: hexId('An export ID has 24 hexadecimal digits') }),
  output: exportJob,
  refetchInterval: (job) => refetchMs([job]),
})

const label = line().min(1, 'Enter a key and a value')
const newJob = cluster.extend({
  snapshotId,
  exportBucketId: hexId('Choose a bucket'),
  customData: z
    .array(z.strictObject({ key: label, value: label }))
    .optional()
    .meta({
      label: 'Labels',
      hint: 'One per line: a key, a space and a value. Atlas adds them to the export.',
    }),
})
type NewJob = z.output<typeof newJob>

const bucketCall = ({ groupId, exportBucketId }: NewJob) => ({
  id: 'exportBuckets.get',
  input: { groupId, exportBucketId },
})
const listCall = ({ groupId, clusterName: name }: NewJob) => ({
  id: 'exportJobs.list',
  input: { groupId, clusterName: name },
})
/** The exports of the same snapshot to the same bucket. */
const sameIn = (answer: unknown, i: NewJob) =>
  (page(exportJob).safeParse(answer).data?.results ?? []).filter(
    (job) => job.snapshotId === i.snapshotId && job.exportBucketId === i.exportBucketId,
  )

export const startExport = command({
  id: 'exportJobs.start',
  title: 'Export a snapshot',
  atlas: { op: 'createGroupClusterBackupExport', version: '2023-01-01' },
  roles: ['operator'],
  input: newJob,
  output: exportJob,
  body: ({ snapshotId: snapshot, exportBucketId, customData }) => ({
    snapshotId: snapshot,
    exportBucketId,
    ...(customData?.length ? { customData } : {}),
  }),
  verbs: { do: 'Export snapshot', doing: 'Starting…', done: () => 'Export started' },
  summary: (i) =>
    `Export snapshot ${i.snapshotId} of ${i.clusterName} to the bucket ${i.exportBucketId}`,
  friction: (i, environment) =>
    downloadFriction(
      'All data in the snapshot is copied out of Atlas.',
      environment,
      i.clusterName,
    ),
  invalidates: ['exportJobs.list', 'exportJobs.get'],
  accepted: true,
  concurrencyKey: (i) => `exportJobs:${i.groupId}/${i.clusterName}`,
  impact: {
    read: bucketCall,
    sentences: (answer) => {
      const bucket = exportBucket.safeParse(answer).data
      return [
        bucket
          ? `Copies all data in the snapshot to the ${cloudOf(bucket)} bucket ${bucketNameOf(bucket)}`
          : 'Copies all data in the snapshot to this bucket',
        'Everyone who can read the bucket can read the data. You can’t cancel a running export here',
      ]
    },
  },
  precondition: {
    read: (i) => [bucketCall(i), listCall(i)],
    whyNot: (answers, i) => {
      const [bucket, jobs] = answers as readonly unknown[]
      if (bucket === undefined) return 'This bucket no longer exists.'
      return sameIn(jobs, i).some(isRunning)
        ? 'This snapshot is already being exported to this bucket.'
        : undefined
    },
  },
  readBack: {
    read: listCall,
    verdict: (answer, i, _sent, sentAt) =>
      sameIn(answer, i).some((job) => isMadeSince(job.id, sentAt)) ? 'done' : 'absent',
  },
  refusals: { SNAPSHOT_NOT_FOUND: 'The snapshot no longer exists.' },
})
