import { z } from 'zod'
import { printJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import { jsonInput } from './json-input'
import { latestOf } from './search-hosts'
import type { SearchIndex } from './search-shapes'

export const definition = jsonInput('Enter a definition, such as {"mappings": {"dynamic": true}}', {
  mappings: { dynamic: true },
})

/** What a person saw when a form or dialog opened: the names, and the definition that would be replaced. */
export const opened = z.looseObject({
  name: z.string(),
  database: z.string().nullish(),
  collectionName: z.string().nullish(),
  /** The definition is checked for the two known types. */
  type: z.string().nullish(),
  latestDefinition: definition,
  version: z.number().nullish(),
})
export type OpenedIndex = z.output<typeof opened>

/** An index as forms and dialogs open it. */
export const openedOf = (index: SearchIndex) => ({
  name: index.name ?? '',
  database: index.database,
  collectionName: index.collectionName,
  type: index.type,
  latestDefinition: printJson(isObject(index.latestDefinition) ? index.latestDefinition : {}),
  version: latestOf(index).version,
})
