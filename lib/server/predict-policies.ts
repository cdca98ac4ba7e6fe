import type { z } from 'zod'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { perProcess } from '@/lib/atlas/per-process'
import { newId } from '@/lib/format/id'
import { count, list } from '@/lib/format/words'
import { listAccess } from '@/lib/ops/access-list'
import { listClusters } from '@/lib/ops/clusters'
import type { Query } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { predictPolicies } from '@/lib/ops/resource-policies'
import type { prediction } from '@/lib/ops/resource-policy-shapes'
import { readAtlas } from './call-atlas'
import { type CedarNames, cedarNames, cedarVerdict } from './cedar'
import { withCedar } from './cedar-thread'
import type { Place } from './decide'
import { directory, type KnownProject } from './directory'
import {
  ACCESS_LIST,
  accessListRequest,
  CLUSTER,
  clusterRequest,
  type Judged,
  knownAttributes,
} from './policy-requests'

/** Projects that are read, and at once. Each takes one or two calls. */
const MOST_PROJECTS = 60
const AT_ONCE = 6
/** People who type see a prediction again and again. */
const KEPT_MS = 60_000

type Found = { requests: Judged[]; unread: string[]; skipped: number }
type Kept = { at: number; found: Promise<Found> }
const predictions = perProcess('gatehousePredictions', () => new Map<string, Kept>())

/** What policies in `after` forbid of what exists, compared with those in `before`. */
export async function predict(
  { orgId, before, after }: z.output<typeof predictPolicies.input>,
  { connection }: Place,
): Promise<z.output<typeof prediction>> {
  const texts = new Set([...after, ...before].map(({ body }) => body))
  const names = await namesIn(texts)
  const isReadable = (text: string) => whyUnclear(names, text) === undefined
  const readable = [...texts].filter(isReadable)
  const unclear = after.flatMap(({ body }, i) => {
    const why = whyUnclear(names, body)
    return why ? [`Gatehouse can’t predict what policy ${i + 1} forbids: ${why}`] : []
  })
  if (readable.length === 0) return { breaks: [], stays: [], complies: [], unclear }
  const withLists = readable.some((text) => concerns(names.get(text), ACCESS_LIST))
  const { requests, unread, skipped } = await existing(orgId, withLists, connection)

  const result: z.output<typeof prediction> = { breaks: [], stays: [], complies: [], unclear }
  const undecided = new Map<number, string[]>()
  const judged = await judgedBy(texts, names, requests)
  for (const [request, verdicts] of judged) {
    const judge = ({ body }: { body: string }) => verdicts.get(body) ?? 'unknown'
    const now = after.map(judge)
    const broke = before.some((one) => judge(one) === 'forbidden')
    const by = now.flatMap((verdict, i) => (verdict === 'forbidden' ? [i + 1] : []))
    const label =
      by.length > 0 && after.length > 1
        ? `${request.label} (policy ${list(by.map(String))})`
        : request.label
    if (by.length > 0) result[broke ? 'stays' : 'breaks'].push(label)
    // Another policy that can't be evaluated may still forbid it.
    else if (broke && now.every((verdict) => verdict === 'allowed')) result.complies.push(label)
    now.forEach((verdict, i) => {
      if (verdict === 'unclear') undecided.set(i, [...(undecided.get(i) ?? []), request.label])
    })
  }
  for (const [i, labels] of undecided) {
    const more = labels.length > 3 ? [count(labels.length - 3, 'more resource')] : []
    const some = list([...labels.slice(0, 3), ...more])
    unclear.push(`Gatehouse can’t predict policy ${i + 1} for ${some}`)
  }
  if (unread.length > 0)
    unclear.push(`${count(unread.length, 'project')} could not be read: ${unread[0]}`)
  const unchecked = requests.length - judged.size
  if (unchecked > 0)
    unclear.push(
      `These policies take too long to evaluate, so ${count(unchecked, 'resource')} could not be checked`,
    )
  if (skipped > 0)
    unclear.push(`Only ${MOST_PROJECTS} of ${MOST_PROJECTS + skipped} projects were checked`)
  return result
}

const supported = [CLUSTER, ACCESS_LIST]
const concerns = (names: Names, action: string) => names?.actions?.includes(action) ?? true

type Names = CedarNames | undefined
type Verdict = 'forbidden' | 'allowed' | 'unclear' | 'unknown'

/** The names in each text that Cedar reads in time. */
const namesIn = (texts: Iterable<string>) =>
  withCedar(async (ask) => {
    const found = new Map<string, Names>()
    for (const text of texts) {
      const names = await cedarNames(text, ask)
      if (names === 'slow') break
      found.set(text, names)
    }
    return found
  })

/** What each text says of the requests that Cedar judges in time. */
const judgedBy = (
  texts: ReadonlySet<string>,
  names: ReadonlyMap<string, Names>,
  requests: readonly Judged[],
) =>
  withCedar(async (ask) => {
    const judged = new Map<Judged, Map<string, Verdict>>()
    const one = async (text: string, request: Judged) => {
      if (whyUnclear(names, text)) return 'unknown'
      return concerns(names.get(text), request.action)
        ? cedarVerdict(text, request, ask)
        : 'allowed'
    }
    for (const request of requests) {
      const verdicts = new Map<string, Verdict>()
      for (const text of texts) {
        const verdict = await one(text, request)
        if (verdict === 'slow') return judged
        verdicts.set(text, verdict)
      }
      judged.set(request, verdicts)
    }
    return judged
  })

/** Why a policy can't be predicted; undefined: it can. */
function whyUnclear(all: ReadonlyMap<string, Names>, text: string): string | undefined {
  if (!all.has(text)) return 'the policies take too long to evaluate'
  const names = all.get(text)
  if (!names) return 'it is not valid Cedar'
  const { actions, attributes } = names
  if (actions && !actions.some((one) => supported.includes(one)))
    return `it is about ${list(actions)}`
  const unknown = [...attributes].filter((one) => !knownAttributes.has(one))
  return unknown.length > 0 ? `it reads ${list(unknown)}` : undefined
}

function existing(orgId: string, withLists: boolean, connection: Connection): Promise<Found> {
  const key = JSON.stringify([connection.name, orgId, withLists])
  const kept = predictions()
  const old = kept.get(key)
  if (old && Date.now() - old.at < KEPT_MS) return old.found
  const found = readAll(orgId, withLists, connection)
  kept.delete(key)
  kept.set(key, { at: Date.now(), found })
  found.catch(() => kept.delete(key))
  const [oldest] = kept.keys()
  if (kept.size > 20 && oldest) kept.delete(oldest)
  return found
}

async function readAll(orgId: string, withLists: boolean, connection: Connection): Promise<Found> {
  const all = [...(await directory()).projects.values()].filter((p) => p.orgId === orgId)
  const found: Found = {
    requests: [],
    unread: [],
    skipped: Math.max(0, all.length - MOST_PROJECTS),
  }
  const line = all.slice(0, MOST_PROJECTS).values()
  const read = async <Q extends Query>(op: Q, { groupId }: KnownProject) =>
    op.output.parse(
      (await readAtlas(op, { groupId }, connection, { requestId: newId() })).value.body,
    ) as z.output<Q['output']>
  const work = async () => {
    for (const project of line) {
      try {
        const { results: clusters } = await read(listClusters, project)
        found.requests.push(...clusters.map((one) => clusterRequest(one, project, clusters.length)))
        if (withLists)
          found.requests.push(accessListRequest((await read(listAccess, project)).results, project))
      } catch (error) {
        // A project that can't be read does not hide the others.
        if (!(error instanceof AtlasError || error instanceof OpError)) throw error
        found.unread.push(error.message)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return found
}
