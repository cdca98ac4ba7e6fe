import { z } from 'zod'
import { list } from '@/lib/format/words'
import { cloudProvider, clouds, region } from './clouds'
import { listClusters, moving } from './clusters'
import { command, query } from './define'
import { flexCluster, newTags } from './flex-shapes'
import { oneUp } from './friction'
import { clusterName, page, projectId } from './shapes'

export const flexPlace = { groupId: projectId, clusterName }

/** Atlas calls a flex cluster `name` in these paths. */
export const flexPath = ({
  groupId,
  clusterName: name,
}: {
  groupId: string
  clusterName: string
}) => ({
  groupId,
  name,
})

/** What a change of a flex cluster makes stale. */
export const invalidates = [
  'flexClusters.list',
  'flexClusters.get',
  'clusters.list',
  'clusters.get',
]

/** Flex clusters are not in the other list. */
export const listFlexClusters = query({
  id: 'flexClusters.list',
  title: 'List flex clusters',
  atlas: { op: 'listGroupFlexClusters', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(flexCluster),
  allPages: true,
  refetchInterval: (data) =>
    data.results.some((c) => moving.includes(c.stateName ?? '')) ? 5_000 : 15_000,
})

export const getFlexCluster = query({
  id: 'flexClusters.get',
  title: 'Read a flex cluster',
  atlas: { op: 'getGroupFlexCluster', version: '2024-11-13' },
  roles: ['viewer'],
  input: z.strictObject(flexPlace),
  path: flexPath,
  output: flexCluster,
  maxAgeSeconds: 3,
  refetchInterval: ({ stateName }) => (moving.includes(stateName ?? '') ? 5_000 : 15_000),
})

const newCluster = z.strictObject({
  groupId: projectId,
  name: clusterName.meta({ label: 'Name', hint: 'It can’t be changed later.', examples: ['web'] }),
  backingProviderName: cloudProvider.meta({ label: 'Cloud', choices: clouds }),
  regionName: region.meta({
    label: 'Region',
    hint: 'Type to see regions. Atlas offers flex clusters only in some of them.',
    examples: ['EU_WEST_1'],
  }),
  terminationProtectionEnabled: z.boolean().optional().meta({
    label: 'Termination protection',
    hint: 'Atlas refuses to delete the cluster until this is turned off.',
  }),
  tags: newTags.optional(),
})

const isNamed = (answer: unknown, name: string) =>
  page(z.looseObject({ name: z.string() }))
    .safeParse(answer)
    .data?.results.some((one) => one.name === name) === true

export const createFlexCluster = command({
  id: 'flexClusters.create',
  title: 'Create a flex cluster',
  atlas: { op: 'createGroupFlexCluster', version: '2024-11-13' },
  roles: ['operator'],
  input: newCluster,
  output: flexCluster,
  body: ({ groupId: _, backingProviderName, regionName, ...rest }) => ({
    ...rest,
    providerSettings: { backingProviderName, regionName },
  }),
  verbs: {
    do: 'Create flex cluster',
    doing: 'Creating…',
    done: (i) => `Creating flex cluster ${i.name}`,
  },
  summary: (i) =>
    `Create the flex cluster ${i.name} in ${clouds[i.backingProviderName]} ${i.regionName}`,
  friction: (i, environment) =>
    oneUp(
      { level: 'confirm', because: 'Its name, cloud and region can’t be changed later.' },
      environment,
      i.name,
    ),
  invalidates,
  accepted: true,
  precondition: {
    read: ({ groupId }) => [
      { id: 'flexClusters.list', input: { groupId } },
      { id: listClusters.id, input: { groupId } },
    ],
    whyNot: (answers, i) =>
      Array.isArray(answers) && answers.some((answer) => isNamed(answer, i.name))
        ? `This project already has a cluster named ${i.name}. Choose another name.`
        : undefined,
  },
  impact: {
    read: ({ groupId }) => ({ id: 'flexClusters.list', input: { groupId } }),
    sentences: (_, i) => [
      `Creates the flex cluster ${i.name} in ${clouds[i.backingProviderName]} ${i.regionName}`,
      ...(i.tags?.length
        ? [`Tags it ${list(i.tags.map(({ key, value }) => `${key}=${value}`))}`]
        : []),
    ],
  },
  readBack: {
    read: ({ groupId, name }) => ({
      id: 'flexClusters.get',
      input: { groupId, clusterName: name },
    }),
    verdict: (answer) => {
      const found = flexCluster.safeParse(answer).data
      return !found || found.stateName === 'DELETING' ? 'absent' : 'done'
    },
    showsWithinMs: 60_000,
  },
  refusals: {
    DUPLICATE_CLUSTER_NAME: {
      kind: 'conflict',
      message: 'This project already has a cluster with this name. Choose another name.',
    },
  },
  undo: ({ groupId, name, terminationProtectionEnabled }) =>
    terminationProtectionEnabled
      ? undefined
      : { id: 'flexClusters.delete', input: { groupId, clusterName: name } },
})
