import { z } from 'zod'
import { cloudProvider, clouds } from './clouds'
import { command, query } from './define'
import {
  authorizedRoles,
  bucketFields,
  bucketNameOf,
  cloudOf,
  cloudRoles,
  exportBucket,
} from './export-bucket-shapes'
import { oneUp } from './friction'
import { checkFields } from './private-endpoint-shapes'
import { page, projectId } from './shapes'
import { line } from './text'
import { resource } from './verbs'

const project = z.strictObject({ groupId: projectId })
const place = project.extend({
  exportBucketId: z.string().regex(/^[a-f0-9]{24}$/, 'A bucket ID has 24 hexadecimal digits'),
})
const version = '2024-05-30'
const invalidates = ['exportBuckets.list', 'exportBuckets.get']
const concurrencyKey = ({ groupId }: { groupId: string }) => `exportBuckets:${groupId}`

export const listCloudRoles = query({
  id: 'exportBuckets.roles',
  title: 'List the cloud roles of a project',
  atlas: { op: 'listGroupCloudProviderAccess', version: '2023-01-01' },
  roles: ['viewer'],
  input: project,
  output: cloudRoles,
})

export const listExportBuckets = query({
  id: 'exportBuckets.list',
  title: 'List the export buckets of a project',
  atlas: { op: 'listGroupBackupExportBuckets', version },
  roles: ['viewer'],
  input: project,
  output: page(exportBucket),
  allPages: true,
})

export const getExportBucket = query({
  id: 'exportBuckets.get',
  title: 'Read an export bucket',
  atlas: { op: 'getGroupBackupExportBucket', version },
  roles: ['viewer'],
  input: place,
  output: exportBucket,
})

const listOf = ({ groupId }: { groupId: string }) => ({
  id: 'exportBuckets.list',
  input: { groupId },
})

const newBucket = project
  .extend({
    cloudProvider,
    roleId: line(),
    bucketName: line().optional(),
    serviceUrl: line().optional(),
    requirePrivateNetworking: z.boolean().optional(),
  })
  .superRefine(({ groupId: _, cloudProvider: cloud, ...given }, { addIssue }) => {
    checkFields(bucketFields[cloud], given, addIssue)
    if (cloud === 'AZURE' && !nameIn(given))
      addIssue({
        code: 'custom',
        path: ['bucketName'],
        message: 'Enter the container, here or in the service URL',
        input: given,
      })
  })
type NewBucket = z.output<typeof newBucket>

/** A service URL of Azure can end with the container. */
const nameIn = (i: Pick<NewBucket, 'bucketName' | 'serviceUrl'>) =>
  i.bucketName || i.serviceUrl?.split('/')[3] || undefined

const accountIn = (url: string | null | undefined) => url?.split('/')[2]
const sameIn = (answer: unknown, i: NewBucket) =>
  page(exportBucket)
    .safeParse(answer)
    .data?.results.find(
      (one) =>
        one.cloudProvider === i.cloudProvider &&
        one.bucketName === nameIn(i) &&
        accountIn(one.serviceUrl) === accountIn(i.serviceUrl),
    )

export const createExportBucket = command({
  id: 'exportBuckets.create',
  title: 'Add an export bucket',
  atlas: { op: 'createGroupBackupExportBucket', version },
  roles: ['operator'],
  input: newBucket,
  output: exportBucket,
  body: ({ groupId: _, roleId, ...given }) => ({
    ...given,
    ...(given.cloudProvider === 'AWS' ? { iamRoleId: roleId } : { roleId }),
  }),
  verbs: { do: 'Add bucket', doing: 'Adding…', done: (i) => `Bucket ${nameIn(i)} added` },
  summary: (i) => `Add the ${clouds[i.cloudProvider]} bucket ${nameIn(i)} for backup exports`,
  friction: (i, environment) =>
    oneUp(
      { level: 'confirm', because: 'Backups of this project can then be copied out of Atlas.' },
      environment,
      nameIn(i) ?? i.roleId,
    ),
  invalidates,
  concurrencyKey,
  precondition: {
    read: (i) => [listOf(i), { id: 'exportBuckets.roles', input: { groupId: i.groupId } }],
    whyNot: (answers, i) => {
      const [buckets, roles] = answers as readonly unknown[]
      if (sameIn(buckets, i)) return 'This bucket is already in the list.'
      return authorizedRoles(roles).some((r) => r.cloud === i.cloudProvider && r.id === i.roleId)
        ? undefined
        : 'No authorized cloud role of this project has this ID. Authorize it in Atlas first.'
    },
  },
  readBack: {
    read: listOf,
    verdict: (answer, i) => (sameIn(answer, i) ? 'done' : 'absent'),
  },
})

const bucket = resource({
  of: getExportBucket,
  gone: 'This bucket no longer exists.',
})

const isPrivate = (it: z.output<typeof exportBucket> | undefined) =>
  it?.requirePrivateNetworking === true

export const setBucketNetworking = command({
  id: 'exportBuckets.setNetworking',
  title: 'Change the networking of an export bucket',
  atlas: { op: 'updateGroupBackupExportBucket', version },
  roles: ['operator'],
  input: place.extend({ requirePrivateNetworking: z.boolean() }),
  // Only AWS buckets have this setting.
  output: exportBucket.omit({ roleId: true, serviceUrl: true, tenantId: true }),
  body: ({ requirePrivateNetworking }) => ({ requirePrivateNetworking }),
  verbs: { do: 'Change networking', doing: 'Changing…', done: () => 'Networking changed' },
  summary: (i) =>
    i.requirePrivateNetworking
      ? `Export to the bucket ${i.exportBucketId} only through private endpoints`
      : `Let exports to the bucket ${i.exportBucketId} use the public internet`,
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: i.requirePrivateNetworking
          ? 'Exports then need a private endpoint to the cloud of the bucket.'
          : 'Backups of this project can then leave Atlas over the public internet.',
      },
      environment,
      'change',
    ),
  invalidates,
  concurrencyKey,
  precondition: {
    read: bucket.read,
    whyNot: (answer, i) => {
      const it = bucket.in(answer, i)
      if (!it) return 'This bucket no longer exists.'
      if (it.cloudProvider !== 'AWS') return 'Only AWS buckets have this setting.'
      return isPrivate(it) === i.requirePrivateNetworking
        ? 'The bucket already has this setting.'
        : undefined
    },
  },
  readBack: {
    read: bucket.read,
    verdict: (answer, i) =>
      isPrivate(bucket.in(answer, i)) === i.requirePrivateNetworking ? 'done' : 'absent',
  },
  undo: (i) => ({
    id: 'exportBuckets.setNetworking',
    input: { ...i, requirePrivateNetworking: !i.requirePrivateNetworking },
  }),
})

export const deleteExportBucket = command({
  id: 'exportBuckets.delete',
  title: 'Delete an export bucket',
  atlas: { op: 'deleteGroupBackupExportBucket', version: '2023-01-01' },
  roles: ['operator'],
  input: place,
  verbs: { do: 'Delete bucket', doing: 'Deleting…', done: () => 'Export bucket deleted' },
  summary: (i) => `Delete the export bucket ${i.exportBucketId}`,
  friction: (_, environment) =>
    oneUp(
      { level: 'confirm', because: 'Clusters can no longer export backups to this bucket.' },
      environment,
      'delete',
    ),
  invalidates,
  concurrencyKey,
  impact: {
    read: bucket.read,
    sentences: (answer, i) => {
      const found = bucket.in(answer, i)
      return [
        found
          ? `Removes the ${cloudOf(found)} bucket ${bucketNameOf(found)} from Atlas`
          : 'Removes this bucket from Atlas',
        'Your cloud bucket and the exports in it are kept',
      ]
    },
  },
  ...bucket.removes(),
  refusals: {
    CANNOT_DELETE_EXPORT_BUCKET_IN_USE: {
      kind: 'conflict',
      message:
        'A cluster exports its backups to this bucket. Turn off automatic export in its backup schedule first.',
    },
  },
})
