import { z } from 'zod'
import { count } from '@/lib/format/words'

/** Regions and sizes of a cluster, over all its zones and shards. */
export type Layout = {
  /** Instance sizes in Atlas's order, each once: several when shards or zones differ. */
  sizes: string[]
  /** Cloud and region, each pair once. */
  places: Array<{ cloud: string | null; region: string }>
  nodes: number | null
  /** M0, or a shared tier that Atlas has replaced with flex. */
  isShared: boolean
  /** A serverless instance from before flex. */
  isServerless: boolean
}

const nodesOf = z
  .looseObject({
    instanceSize: z.string().nullish().catch(null),
    nodeCount: z.number().nullish().catch(null),
  })
  .nullish()
  .catch(null)
const regionConfig = z.looseObject({
  providerName: z.string().nullish().catch(null),
  backingProviderName: z.string().nullish().catch(null),
  regionName: z.string().nullish().catch(null),
  electableSpecs: nodesOf,
  readOnlySpecs: nodesOf,
  analyticsSpecs: nodesOf,
})
const cluster = z.looseObject({ replicationSpecs: z.unknown().optional() })
const spec = z.looseObject({ regionConfigs: z.unknown().optional() })

/** The elements of a list that fit; none when it is not a list. */
const fitting = <S extends z.ZodType>(schema: S, list: unknown): z.output<S>[] =>
  (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    const read = schema.safeParse(one)
    return read.success ? [read.data] : []
  })

/** Reads `replicationSpecs`. Parts that can't be read are left out. */
export function layoutOf(answer: unknown): Layout {
  const specs = fitting(spec, cluster.safeParse(answer).data?.replicationSpecs)
  const configs = specs.flatMap(({ regionConfigs }) => fitting(regionConfig, regionConfigs))
  const isShared = configs.some(({ providerName }) => providerName === 'TENANT')
  const isServerless = configs.some(({ providerName }) => providerName === 'SERVERLESS')
  const kinds = configs.map((c) => [c.electableSpecs, c.readOnlySpecs, c.analyticsSpecs] as const)
  const nodes = kinds.flat().reduce((sum, kind) => sum + (kind?.nodeCount ?? 0), 0)
  const places = configs.flatMap(({ providerName, backingProviderName, regionName: region }) => {
    // The cloud of a shared cluster is in backingProviderName.
    const isTenant = providerName === 'TENANT' || providerName === 'SERVERLESS'
    const cloud = (isTenant ? backingProviderName : providerName) ?? null
    return region ? [{ cloud, region }] : []
  })
  return {
    sizes: [...new Set(kinds.flatMap(([electable]) => electable?.instanceSize ?? []))],
    places: [...new Map(places.map((one) => [`${one.cloud} ${one.region}`, one])).values()],
    nodes: nodes || null,
    isShared,
    isServerless,
  }
}

/** `M10`, or `M10 and M20`; null when Atlas names none. */
export const sizeInWords = ({ sizes }: Pick<Layout, 'sizes'>): string | null =>
  sizes.length === 0 ? null : new Intl.ListFormat('en').format(sizes)

/** `AWS EU_WEST_1` of each place. */
const regionsInWords = ({ places }: Pick<Layout, 'places'>): string[] =>
  places.map(({ cloud, region }) => [cloud, region].filter(Boolean).join(' '))

/** Size, nodes and regions for display. */
export function layoutFacts(answer: unknown) {
  const layout = layoutOf(answer)
  return { size: sizeInWords(layout), nodes: layout.nodes, regions: regionsInWords(layout) }
}

/** One line: `M10 · AWS EU_WEST_1 · AZURE US_EAST_2`. Beyond `most` regions, only their number. */
export function layoutInWords(layout: Layout, most = Number.POSITIVE_INFINITY): string {
  const regions = regionsInWords(layout)
  const more = regions.length - most
  return [
    sizeInWords(layout),
    ...(more > 0 ? [...regions.slice(0, most), `${count(more, 'more region')}`] : regions),
  ]
    .filter(Boolean)
    .join(' · ')
}
