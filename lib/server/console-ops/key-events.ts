import type { Query } from '@/lib/ops/define'
import {
  EVENT_DAYS,
  type LastEvents,
  MOST_EVENTS,
  orgEventsSince,
  projectEventsSince,
} from '@/lib/ops/key-events'
import { readAtlas } from '../call-atlas'
import { connectionOf } from '../perform'
import type { ConsoleContext } from './context'

const HOUR_MS = 3_600_000
/** Pages that are read. Events before them count as not read. */
const MOST_PAGES = 8

type Events = typeof orgEventsSince | typeof projectEventsSince

/** `orgApiKeys.lastEvents`, `apiKeys.lastEvents`: newest events first. @throws AtlasError */
const lastEvents =
  (op: Events) =>
  async (
    place: Record<string, string>,
    { decision, requestId, signal }: ConsoleContext,
  ): Promise<LastEvents> => {
    // A whole hour, so that people share the cached pages.
    const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - EVENT_DAYS * 24 * HOUR_MS
    const minDate = new Date(start).toISOString()
    const last: Record<string, string> = {}
    let since = minDate
    for (let pageNum = 1; pageNum <= MOST_PAGES; pageNum += 1) {
      const input = { ...place, minDate, pageNum }
      const { value } = await readAtlas(op as Query, input, connectionOf(decision), {
        requestId,
        signal,
      })
      const rows = op.output.safeParse(value.body).data?.results ?? []
      for (const { publicKey, created } of rows)
        if (publicKey && created && !(last[publicKey] && last[publicKey] > created))
          last[publicKey] = created
      since = rows.at(-1)?.created ?? minDate
      if (rows.length < MOST_EVENTS) return { since: minDate, last }
    }
    return { since, last }
  }

export const inOrg = lastEvents(orgEventsSince)
export const inProject = lastEvents(projectEventsSince)
