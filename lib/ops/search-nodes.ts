import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { callIfFits, command, query } from './define'
import { oneUp } from './friction'
import { setAside } from './odd'
import { clusterName, projectId } from './shapes'

/** Sizes of search nodes (ApiSearchDeploymentRequestSpecView in Atlas's specification of 2026-08-21), smallest first. */
// biome-ignore format: a word list reads better in lines
export const nodeSizes = [
  'S10_HIGHCPU', 'S20_HIGHCPU_NVME', 'S30_HIGHCPU_NVME', 'S40_HIGHCPU_NVME', 'S50_HIGHCPU_NVME', 'S60_HIGHCPU_NVME',
  'S70_HIGHCPU_NVME', 'S80_HIGHCPU_NVME', 'S30_LOWCPU_NVME', 'S40_LOWCPU_NVME', 'S50_LOWCPU_NVME', 'S60_LOWCPU_NVME',
  'S70_LOWCPU_NVME', 'S80_LOWCPU_NVME', 'S90_LOWCPU_NVME', 'S100_LOWCPU_NVME', 'S110_LOWCPU_NVME', 'S120_LOWCPU_NVME',
  'S130_LOWCPU_NVME', 'S135_LOWCPU_NVME', 'S140_LOWCPU_NVME', 'S40_STORAGE_NVME', 'S50_STORAGE_NVME',
  'S60_STORAGE_NVME', 'S80_STORAGE_NVME', 'S90_STORAGE_NVME',
] as const
export const nodeCounts = { min: 2, max: 32 } as const

const place = { groupId: projectId, clusterName }

const spec = z.looseObject({
  instanceSize: z.string().nullish(),
  nodeCount: z.number().nullish(),
})
export type NodeSpec = z.output<typeof spec>
/** What runs in one region. */
const effective = spec.extend({
  cloudProvider: z.string().nullish(),
  regionName: z.string().nullish(),
})

/** Search nodes of a cluster; without any, Atlas returns an object without `stateName`. */
const deployment = z.preprocess(
  (answer) => setAside(answer, { lists: { specs: spec, effectiveSpecs: effective } }),
  z.looseObject({
    id: z.string().nullish(),
    groupId: z.string().nullish(),
    stateName: z.string().nullish(),
    specs: z.array(spec).nullish(),
    effectiveSpecs: z.array(effective).nullish(),
    encryptionAtRestProvider: z.string().nullish(),
  }),
)
export type SearchNodes = z.output<typeof deployment>

/** Whether the cluster has search nodes. */
export const hasNodes = (nodes: SearchNodes): boolean =>
  Boolean(nodes.id || nodes.stateName || nodes.specs?.length || nodes.effectiveSpecs?.length)

/** The error code, with status 400, of older resource versions for a cluster without search nodes. */
export const noNodes = 'ATLAS_SEARCH_DEPLOYMENT_DOES_NOT_EXIST'

export const getSearchNodes = query({
  id: 'searchNodes.get',
  title: 'Read the search nodes of a cluster',
  atlas: { op: 'getGroupClusterSearchDeployment', version: '2025-03-12' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: deployment,
  notFoundCodes: [noNodes],
  maxAgeSeconds: 3,
  refetchInterval: (nodes) => (nodes.stateName === 'UPDATING' ? 10_000 : false),
})

export const wantedSpec = z.strictObject({
  instanceSize: z.enum(nodeSizes, 'Choose a size').meta({
    label: 'Size',
    hint: 'Available sizes depend on the cloud and region. HIGHCPU suits full text, LOWCPU (more memory) suits vectors, STORAGE suits large indexes.',
  }),
  nodeCount: z
    .int('Enter a whole number of nodes')
    .min(nodeCounts.min, `At least ${nodeCounts.min} nodes`)
    .max(nodeCounts.max, `At most ${nodeCounts.max} nodes`)
    .meta({
      label: 'Nodes per region',
      hint: `${nodeCounts.min} to ${nodeCounts.max}. With two, search survives the loss of one.`,
    }),
})
export type WantedSpec = z.output<typeof wantedSpec>
const specs = z.array(wantedSpec).min(1, 'Choose a size and a number of nodes')

/** `2 × S20_HIGHCPU_NVME` */
export const specInWords = (s: NodeSpec): string =>
  `${s.nodeCount ?? '?'} × ${s.instanceSize ?? '?'}`
const inWords = (all: readonly NodeSpec[]) => list(all.map(specInWords)) || 'none'

type Here = { groupId: string; clusterName: string }
const read = ({ groupId, clusterName }: Here) => ({
  id: 'searchNodes.get',
  input: { groupId, clusterName },
})
const target = (i: Here) => `project ${i.groupId} / cluster ${i.clusterName} / search nodes`
const inTurn = (i: Here) => `search:${i.groupId}/${i.clusterName}`
const invalidates = ['searchNodes.get', 'search.list', 'search.get'] as const
const nodesIn = (answer: unknown) => {
  const nodes = deployment.safeParse(answer ?? {}).data
  return nodes && hasNodes(nodes) ? nodes : undefined
}
const isAs = (nodes: SearchNodes, wanted: readonly WantedSpec[]) => same(nodes.specs ?? [], wanted)
const same = (a: readonly NodeSpec[], b: readonly NodeSpec[]) =>
  a.length === b.length &&
  a.every((s, i) => s.instanceSize === b[i]?.instanceSize && s.nodeCount === b[i]?.nodeCount)

const underWay = 'ATLAS_SEARCH_DEPLOYMENT_IS_UPDATING'
const refusals = {
  ATLAS_SEARCH_DEPLOYMENT_ALREADY_EXISTS:
    'This cluster already has search nodes. Change them instead.',
  [noNodes]: 'This cluster has no search nodes.',
  [underWay]: 'Atlas is still changing the search nodes. Wait until they are idle, then try again.',
}

export const createSearchNodes = command({
  id: 'searchNodes.create',
  title: 'Add search nodes',
  atlas: { op: 'createGroupClusterSearchDeployment', version: '2024-05-30' },
  roles: ['operator'],
  input: z.strictObject({ ...place, specs }),
  output: deployment,
  verbs: {
    do: 'Add search nodes',
    doing: 'Adding…',
    done: (i) => `Adding search nodes to ${i.clusterName}`,
  },
  summary: (i) => `Add ${inWords(i.specs)} search nodes to ${i.clusterName}`,
  target,
  body: (i) => ({ specs: i.specs }),
  friction: (i, environment) =>
    oneUp(
      {
        level: 'confirm',
        because: `Atlas bills ${count(total(i.specs), 'machine')} per region of the cluster by the hour, and rebuilds all search indexes on them.`,
      },
      environment,
      i.clusterName,
    ),
  invalidates,
  accepted: true,
  concurrencyKey: inTurn,
  precondition: {
    read,
    whyNot: (answer, i) =>
      nodesIn(answer)
        ? `${i.clusterName} already has search nodes. Change them instead.`
        : undefined,
  },
  undo: ({ groupId, clusterName, specs }) => ({
    id: 'searchNodes.delete',
    input: { groupId, clusterName, opened: { specs } },
  }),
  readBack: {
    read,
    verdict: (answer, i) => {
      const nodes = nodesIn(answer)
      return !nodes ? 'absent' : isAs(nodes, i.specs) ? 'done' : 'other'
    },
  },
  refusals,
})

const total = (all: readonly NodeSpec[]) => all.reduce((sum, s) => sum + (s.nodeCount ?? 0), 0)

/** The requested search nodes, without the fields that Atlas adds. */
export const openedOf = ({ specs }: Pick<SearchNodes, 'specs'>) => ({
  specs: (specs ?? []).map(({ instanceSize, nodeCount }) => ({ instanceSize, nodeCount })),
})

/** What a person saw when the form or dialog opened. */
const opened = z.looseObject({ specs: z.array(spec) })

/** Why the search nodes differ from what was shown. */
function whyNotThis(answer: unknown, i: Here & { opened: z.output<typeof opened> }) {
  const nodes = nodesIn(answer)
  if (!nodes) return `${i.clusterName} no longer has search nodes.`
  return same(nodes.specs ?? [], i.opened.specs)
    ? undefined
    : `Someone else changed the search nodes after you opened this. They are now ${inWords(nodes.specs ?? [])}.`
}

const resized = z.strictObject({ ...place, specs, opened })

export const resizeSearchNodes = command({
  id: 'searchNodes.update',
  title: 'Change the search nodes',
  atlas: { op: 'updateGroupClusterSearchDeployment', version: '2024-05-30' },
  roles: ['operator'],
  input: resized,
  output: deployment,
  verbs: {
    do: 'Resize search nodes',
    doing: 'Resizing…',
    done: (i) => `Resizing the search nodes of ${i.clusterName}`,
  },
  summary: (i) =>
    `Change the search nodes of ${i.clusterName} from ${inWords(i.opened.specs)} to ${inWords(i.specs)}`,
  target,
  body: (i) => ({ specs: i.specs }),
  friction: (i, environment) => {
    const [from, to] = [total(i.opened.specs), total(i.specs)]
    return oneUp(
      {
        level: 'confirm',
        because: `${from === to ? 'The price changes with the size.' : `Atlas bills ${count(to, 'machine')} per region instead of ${from}.`} A new size means new machines. Every index is built on them before they take over. This takes minutes to hours.`,
      },
      environment,
      i.clusterName,
    )
  },
  invalidates,
  accepted: true,
  concurrencyKey: inTurn,
  opened: { read, now: (answer) => openedOf(nodesIn(answer) ?? {}) },
  precondition: { read, whyNot: whyNotThis },
  undo: ({ groupId, clusterName, specs, opened }) =>
    callIfFits('searchNodes.update', resized, {
      groupId,
      clusterName,
      ...openedOf(opened),
      opened: { specs },
    }),
  readBack: {
    read,
    verdict: (answer, i) => {
      const nodes = nodesIn(answer)
      if (!nodes) return 'other'
      return isAs(nodes, i.specs)
        ? 'done'
        : same(nodes.specs ?? [], i.opened.specs)
          ? 'absent'
          : 'other'
    },
  },
  refusals,
})

export const deleteSearchNodes = command({
  id: 'searchNodes.delete',
  title: 'Delete the search nodes',
  atlas: { op: 'deleteGroupClusterSearchDeployment', version: '2024-05-30' },
  roles: ['operator'],
  input: z.strictObject({ ...place, opened }),
  verbs: {
    do: 'Delete search nodes',
    doing: 'Deleting…',
    done: (i) => `Deleting the search nodes of ${i.clusterName}`,
  },
  summary: (i) => `Delete the search nodes of ${i.clusterName} (${inWords(i.opened.specs)})`,
  target,
  friction: (i) => ({
    level: 'type',
    phrase: i.clusterName,
    because:
      'Search moves back to the database nodes. Every index is rebuilt there and competes with the database for memory and disk. If there is no room, search stops.',
  }),
  invalidates,
  concurrencyKey: inTurn,
  precondition: { read, whyNot: whyNotThis },
  readBack: {
    read,
    // While deleting the state is UPDATING, so it can't be distinguished from another change.
    verdict: (answer) => (nodesIn(answer) ? 'absent' : 'done'),
    showsWithinMs: 900_000,
  },
  refusals,
})
