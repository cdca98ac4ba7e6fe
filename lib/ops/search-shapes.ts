import { z } from 'zod'

/**
 * A search index as Atlas answers it. Right after its creation the version is 0 and `statusDetail` is left out. What has
 * parts of its own is read by `search-hosts.ts`, so that one odd part costs neither the row nor the list.
 */
export const searchIndex = z.looseObject({
  indexID: z.string().nullish(),
  name: z.string().nullish(),
  database: z.string().nullish(),
  collectionName: z.string().nullish(),
  /** search or vectorSearch; search when left out. */
  type: z.string().nullish(),
  status: z.string().nullish(),
  queryable: z.boolean().nullish(),
  latestDefinition: z.unknown().optional(),
  latestDefinitionVersion: z.unknown().optional(),
  statusDetail: z.unknown().optional(),
  synonymMappingStatus: z.string().nullish(),
  synonymMappingStatusDetail: z.unknown().optional(),
})
export type SearchIndex = z.output<typeof searchIndex>
