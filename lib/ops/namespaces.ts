import { z } from 'zod'
import { list } from '@/lib/format/words'
import { command, query } from './define'
import { measurements, metricNames, type Range, ranged } from './measurements'
import { processId } from './processes'
import { clusterName, projectId } from './shapes'

const cluster = { groupId: projectId, clusterName }
const process = { groupId: projectId, processId }
const clusterView = z.enum(['PRIMARY', 'SECONDARY', 'INDIVIDUAL_PROCESS'])
const collection = {
  databaseName: z.string().min(1).max(300),
  collectionName: z.string().min(1).max(300),
}

const ranked = z.looseObject({
  rankedNamespaces: z.array(z.string()).nullish(),
})
const pinned = z.looseObject({ pinnedNamespaces: z.array(z.string()).nullish() })

const times = ({ period, start, end }: Range) => ({ period, start, end })
type Series = Range & { metrics?: string[] | undefined }
const series = ({ metrics, ...range }: Series) => ({ metrics, ...times(range) })

/** A namespace as its database and collection. Collection names can contain dots. */
export function partsOf(namespace: string): { databaseName: string; collectionName: string } {
  const at = namespace.indexOf('.')
  return at < 0
    ? { databaseName: namespace, collectionName: '' }
    : { databaseName: namespace.slice(0, at), collectionName: namespace.slice(at + 1) }
}

export const rankNamespaces = query({
  id: 'namespaces.ranked',
  title: 'Rank the namespaces of a cluster by latency',
  atlas: { op: 'getGroupClusterCollStatNamespaces', version: '2023-11-15' },
  roles: ['viewer'],
  input: ranged({ ...cluster, clusterView }),
  output: ranked,
  query: times,
  maxAgeSeconds: 30,
})

export const rankNamespacesOfProcess = query({
  id: 'namespaces.rankedInProcess',
  title: 'Rank the namespaces of a process by latency',
  atlas: { op: 'getGroupProcessCollStatNamespaces', version: '2023-11-15' },
  roles: ['viewer'],
  input: ranged(process),
  output: ranked,
  query: times,
  maxAgeSeconds: 30,
})

export const measureNamespace = query({
  id: 'namespaces.measurements',
  title: 'Read the measurements of a namespace in a cluster',
  atlas: { op: 'listGroupClusterCollStatMeasurements', version: '2023-11-15' },
  roles: ['viewer'],
  input: ranged({ ...cluster, clusterView, ...collection, metrics: metricNames }),
  output: measurements,
  query: series,
  maxAgeSeconds: 60,
})

export const measureNamespaceOfProcess = query({
  id: 'namespaces.processMeasurements',
  title: 'Read the measurements of a namespace in a process',
  atlas: { op: 'listGroupProcessCollStatMeasurements', version: '2023-11-15' },
  roles: ['viewer'],
  input: ranged({ ...process, ...collection, metrics: metricNames }),
  output: measurements,
  query: series,
  maxAgeSeconds: 60,
})

export const listPinned = query({
  id: 'namespaces.pinned',
  title: 'List the pinned namespaces of a cluster',
  atlas: { op: 'listGroupClusterCollStatPinnedNamespaces', version: '2023-11-15' },
  roles: ['viewer'],
  input: z.strictObject(cluster),
  output: pinned,
})

const namespace = z
  .string()
  .max(400)
  .regex(/^[^.\s]+\..+$/, 'A namespace is a database and a collection, such as shop.orders.')
const pinning = z.strictObject({
  ...cluster,
  namespaces: z.array(namespace).min(1).max(100),
})
type Pinning = z.output<typeof pinning>

const arePinned = (answer: unknown, { namespaces }: Pinning) => {
  const all = pinned.safeParse(answer).data?.pinnedNamespaces ?? []
  return {
    every: namespaces.every((name) => all.includes(name)),
    some: namespaces.some((name) => all.includes(name)),
  }
}

const shared = {
  roles: ['operator'],
  input: pinning,
  output: pinned,
  body: ({ namespaces }: Pinning) => ({ namespaces }),
  invalidates: ['namespaces.pinned'],
  concurrencyKey: ({ groupId, clusterName: of }: Pinning) => `pinned:${groupId}/${of}`,
} as const
const readPinned = ({ groupId, clusterName: of }: Pinning) => ({
  id: 'namespaces.pinned',
  input: { groupId, clusterName: of },
})

export const pinNamespaces = command({
  id: 'namespaces.pin',
  ...shared,
  title: 'Pin namespaces',
  // It adds to the pinned namespaces. The operation with PUT replaces all of them.
  atlas: { op: 'updateGroupClusterCollStatPinnedNamespaces', version: '2023-11-15' },
  verbs: { do: 'Pin namespace', doing: 'Pinning…', done: (i) => `${list(i.namespaces)} pinned` },
  summary: (i) => `Pin ${list(i.namespaces)}`,
  friction: () => ({
    level: 'confirm',
    because: 'Atlas then always measures it, even while its latency is low.',
  }),
  precondition: {
    read: readPinned,
    // All of them must be new, so that the undo unpins only these.
    whyNot: (answer, i) =>
      arePinned(answer, i).some ? 'This namespace is already pinned.' : undefined,
  },
  readBack: {
    read: readPinned,
    verdict: (answer, i) => (arePinned(answer, i).every ? 'done' : 'absent'),
  },
  undo: (input) => ({ id: 'namespaces.unpin', input }),
})

export const unpinNamespaces = command({
  id: 'namespaces.unpin',
  ...shared,
  title: 'Unpin namespaces',
  atlas: { op: 'unpinGroupClusterCollStatUnpinNamespaces', version: '2023-11-15' },
  verbs: {
    do: 'Unpin namespace',
    doing: 'Unpinning…',
    done: (i) => `${list(i.namespaces)} unpinned`,
  },
  summary: (i) => `Unpin ${list(i.namespaces)}`,
  friction: () => ({
    level: 'confirm',
    because:
      'Atlas then measures it only while it is among the namespaces with the highest latency.',
  }),
  precondition: {
    read: readPinned,
    whyNot: (answer, i) =>
      arePinned(answer, i).every ? undefined : 'This namespace is no longer pinned.',
  },
  readBack: {
    read: readPinned,
    verdict: (answer, i) => (arePinned(answer, i).some ? 'absent' : 'done'),
  },
  undo: (input) => ({ id: 'namespaces.pin', input }),
})
