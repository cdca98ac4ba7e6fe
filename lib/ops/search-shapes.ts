import { z } from 'zod'

/**
 * A search index as Atlas returns it. Right after creation the version is 0 and `statusDetail` is missing. What has
 * nested parts is read by `search-hosts.ts`, so that one odd part does not cost the row or the list.
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
