import { z } from 'zod'
import { query } from './define'
import { accessEvent, requestId } from './request-shapes'

export const accessEvents = query({
  id: 'requests.atlasEvents',
  title: 'List Atlas’s events about the access of a request',
  roles: ['viewer'],
  input: z.strictObject({ requestId }),
  output: z.object({
    /** Oldest first. */
    results: z.array(accessEvent),
    /** Older events of the project were not read. */
    isCut: z.boolean(),
    /** More can come. */
    isLive: z.boolean(),
  }),
  maxAgeSeconds: 0,
  refetchInterval: ({ isLive }) => isLive && 30_000,
})
