import { z } from 'zod'
import { list } from '@/lib/format/words'
import { callIfFits, command } from './define'
import { flexPath, flexPlace, invalidates } from './flex-clusters'
import {
  type FlexSettings,
  flexCluster,
  flexSettings,
  newTags,
  sameTags,
  settingsOf,
  whyBusy,
} from './flex-shapes'
import type { Friction } from './friction'
import { oneUp } from './friction'

type Place = { groupId: string; clusterName: string }
const read = ({ groupId, clusterName }: Place) => ({
  id: 'flexClusters.get',
  input: { groupId, clusterName },
})
const concurrencyKey = ({ groupId, clusterName }: Place) => `flex:${groupId}/${clusterName}`
const found = (answer: unknown) => flexCluster.safeParse(answer).data
const isSame = (a: FlexSettings, b: FlexSettings) =>
  a.terminationProtectionEnabled === b.terminationProtectionEnabled && sameTags(a.tags, b.tags)

const PROTECTED = 'Termination protection is on. Turn it off first, with Change settings.'
const GONE = 'This flex cluster no longer exists.'

const tagged = (tags: FlexSettings['tags']) => tags.map(({ key, value }) => `${key}=${value}`)
const unless = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => !others.includes(one))
/** What a change does to the tags: `adds team=web and removes team=app`. */
function tagChange(i: { tags: FlexSettings['tags']; opened: FlexSettings }): string | undefined {
  const [now, was] = [tagged(i.tags), tagged(i.opened.tags)]
  const [more, less] = [unless(now, was), unless(was, now)]
  const parts = [
    ...(more.length > 0 ? [`adds ${list(more)}`] : []),
    ...(less.length > 0 ? [`removes ${list(less)}`] : []),
  ]
  return parts.length > 0 ? list(parts) : undefined
}

const changed = z
  .strictObject({
    ...flexPlace,
    terminationProtectionEnabled: z.boolean().meta({
      label: 'Termination protection',
      hint: 'Atlas refuses to delete the cluster until this is turned off.',
      examples: [true],
    }),
    tags: newTags,
    opened: flexSettings,
  })
  .refine((i) => !isSame(i, i.opened), 'Nothing has changed')

function changeFriction(
  i: z.output<typeof changed>,
  environment: 'production' | 'other',
): Friction {
  const isProduction = environment === 'production'
  if (i.opened.terminationProtectionEnabled && !i.terminationProtectionEnabled)
    return {
      level: isProduction ? 'approval' : 'type',
      phrase: i.clusterName,
      because: 'The cluster can then be deleted.',
    }
  if (!sameTags(i.tags, i.opened.tags))
    return {
      level: isProduction ? 'approval' : 'confirm',
      because:
        'Tags decide who has access to this cluster in Gatehouse, and whether it is production.',
    }
  return oneUp({ level: 'none' }, environment, i.clusterName)
}

export const updateFlexCluster = command({
  id: 'flexClusters.update',
  title: 'Change a flex cluster',
  atlas: { op: 'updateGroupFlexCluster', version: '2024-11-13' },
  roles: ['operator'],
  input: changed,
  path: flexPath,
  output: flexCluster,
  body: ({ tags, terminationProtectionEnabled, opened }) => ({
    ...(terminationProtectionEnabled === opened.terminationProtectionEnabled
      ? {}
      : { terminationProtectionEnabled }),
    ...(sameTags(tags, opened.tags) ? {} : { tags }),
  }),
  verbs: { do: 'Save changes', doing: 'Saving…', done: (i) => `${i.clusterName} changed` },
  summary: (i) => {
    const tags = !sameTags(i.tags, i.opened.tags)
    if (i.terminationProtectionEnabled === i.opened.terminationProtectionEnabled)
      return `Change the tags of the flex cluster ${i.clusterName}`
    return `Turn ${i.terminationProtectionEnabled ? 'on' : 'off'} termination protection of the flex cluster ${i.clusterName}${tags ? ' and change its tags' : ''}`
  },
  friction: changeFriction,
  invalidates,
  concurrencyKey,
  impact: {
    read,
    sentences: (_, i) => {
      const tags = tagChange(i)
      return [
        ...(i.opened.terminationProtectionEnabled === i.terminationProtectionEnabled
          ? []
          : [
              i.terminationProtectionEnabled
                ? 'Atlas then refuses to delete the cluster'
                : 'Atlas then no longer refuses to delete the cluster',
            ]),
        ...(tags ? [`Tags: ${tags}`] : []),
      ]
    },
  },
  opened: {
    read,
    now: (answer) => {
      const cluster = found(answer)
      return cluster && settingsOf(cluster)
    },
  },
  precondition: {
    read,
    whyNot: (answer, i) => {
      const cluster = found(answer)
      if (!cluster) return GONE
      const now = settingsOf(cluster)
      if (!now) return 'Gatehouse can’t read a tag of this cluster. Change it in Atlas.'
      if (cluster.stateName === 'DELETING') return whyBusy(cluster.stateName)
      return isSame(now, i.opened) ? undefined : 'Someone else changed this cluster.'
    },
  },
  readBack: {
    read,
    verdict: (answer, i) => {
      const cluster = found(answer)
      const now = cluster && settingsOf(cluster)
      if (!now) return 'other'
      return isSame(now, i) ? 'done' : isSame(now, i.opened) ? 'absent' : 'other'
    },
  },
  // Turning protection off again has its own confirmation.
  undo: ({ groupId, clusterName, opened, ...now }) =>
    now.terminationProtectionEnabled && !opened.terminationProtectionEnabled
      ? undefined
      : callIfFits('flexClusters.update', changed, {
          groupId,
          clusterName,
          ...opened,
          opened: now,
        }),
})

export const deleteFlexCluster = command({
  id: 'flexClusters.delete',
  title: 'Delete a flex cluster',
  atlas: { op: 'deleteGroupFlexCluster', version: '2024-11-13' },
  roles: ['operator'],
  input: z.strictObject(flexPlace),
  path: flexPath,
  verbs: { do: 'Delete cluster', doing: 'Deleting…', done: (i) => `Deleting ${i.clusterName}` },
  summary: (i) => `Delete the flex cluster ${i.clusterName} with all its data`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'approval' : 'type',
    phrase: i.clusterName,
    because: 'Atlas deletes all data of the cluster. This can’t be undone.',
  }),
  invalidates,
  concurrencyKey,
  accepted: true,
  impact: {
    read,
    sentences: (answer, i) => {
      const { backingProviderName: cloud, regionName } = found(answer)?.providerSettings ?? {}
      return [
        `Deletes ${i.clusterName}${regionName ? ` in ${cloud ?? ''} ${regionName}` : ''} with all its data`,
        'Applications that connect to it stop working',
        'If you need the data later, download a snapshot first',
      ]
    },
  },
  precondition: {
    read,
    whyNot: (answer) => {
      const cluster = found(answer)
      if (!cluster) return GONE
      if (cluster.stateName === 'DELETING') return whyBusy(cluster.stateName)
      return cluster.terminationProtectionEnabled ? PROTECTED : undefined
    },
  },
  readBack: {
    read,
    verdict: (answer) =>
      answer === undefined || found(answer)?.stateName === 'DELETING' ? 'done' : 'absent',
    showsWithinMs: 60_000,
  },
  refusals: {
    CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED: {
      kind: 'conflict',
      message: PROTECTED,
    },
  },
})

/** Why a flex cluster can't be deleted, for its button. */
export const whyNotDeleted = (cluster: {
  stateName?: string | null | undefined
  terminationProtectionEnabled?: boolean | null | undefined
}): string | null =>
  cluster.stateName === 'DELETING'
    ? (whyBusy(cluster.stateName) ?? null)
    : cluster.terminationProtectionEnabled
      ? PROTECTED
      : null
