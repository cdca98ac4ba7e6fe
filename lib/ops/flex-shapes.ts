import { z } from 'zod'
import { shown } from './clusters'
import { tag } from './shapes'
import { nameLine } from './text'

export const flexCluster = z.looseObject({
  id: shown(z.string()),
  name: z.string(),
  stateName: shown(z.string()),
  mongoDBVersion: shown(z.string()),
  createDate: shown(z.string()),
  tags: shown(z.array(z.unknown())),
  terminationProtectionEnabled: shown(z.boolean()),
  backupSettings: shown(z.looseObject({ enabled: shown(z.boolean()) })),
  connectionStrings: shown(
    z.looseObject({ standard: shown(z.string()), standardSrv: shown(z.string()) }),
  ),
  providerSettings: shown(
    z.looseObject({
      backingProviderName: shown(z.string()),
      regionName: shown(z.string()),
      diskSizeGB: shown(z.number()),
    }),
  ),
})
export type FlexCluster = z.output<typeof flexCluster>

const tagName = (missing: string) => nameLine(missing).max(255, 'At most 255 characters')
export type ClusterTag = { key: string; value: string }

/** The tags of a new or changed cluster. Each key appears once. */
export const newTags = z
  .array(z.strictObject({ key: tagName('Enter a key'), value: tagName('Enter a value') }))
  .superRefine((tags, { addIssue }) => {
    for (const [i, { key }] of tags.entries())
      if (tags.findIndex((one) => one.key === key) < i)
        addIssue({ code: 'custom', path: [i, 'key'], message: 'Another tag has this key' })
  })
  .meta({ examples: [[{ key: 'team', value: 'web' }]] })

/** The settings that can change, and how Atlas has them. */
export const flexSettings = z.strictObject({
  terminationProtectionEnabled: z.boolean(),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
})
export type FlexSettings = z.output<typeof flexSettings>

/** Undefined when a tag can't be read. */
export function settingsOf(cluster: FlexCluster): FlexSettings | undefined {
  const tags = (cluster.tags ?? []).map((one) => tag.safeParse(one).data)
  return tags.includes(undefined)
    ? undefined
    : {
        terminationProtectionEnabled: cluster.terminationProtectionEnabled === true,
        tags: tags.flatMap((one) => (one ? { key: one.key, value: one.value } : [])),
      }
}

/** Whether two clusters have the same tags, in any order. */
export const sameTags = (a: readonly ClusterTag[], b: readonly ClusterTag[]): boolean => {
  const sorted = (tags: readonly ClusterTag[]) =>
    JSON.stringify(tags.map(({ key, value }) => [key, value]).toSorted())
  return sorted(a) === sorted(b)
}

/** Why a cluster in this state can't change. Undefined for unknown states: Atlas decides. */
export function whyBusy(state: string | null | undefined): string | undefined {
  if (state === 'CREATING') return 'Atlas is still creating this cluster.'
  if (state === 'DELETING') return 'Atlas is deleting this cluster.'
  return state === 'UPDATING' || state === 'REPAIRING'
    ? `Atlas is ${state.toLowerCase()} this cluster. Wait until it is done.`
    : undefined
}
