import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { findOp } from '@/lib/atlas/find-op'
import type { Pasted } from '@/lib/format/pasted-id'
import { clouds } from '@/lib/ops/clouds'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { fieldsOf } from '@/lib/ops/fields-of'
import { rolesAt } from '../bindings'
import { readAtlas } from '../call-atlas'
import { decide, placesOf } from '../decide'
import { directory } from '../directory'
import { connectionOf } from '../perform'
import type { Person } from '../person'
import type { Here } from './by-name'
import { type Kind, kinds, kindsOfList } from './kinds'
import { noticed } from './notice'

/** Lists of Atlas that one search reads at most. */
const MOST_READS = 14
/** For how long Atlas is asked, in ms. What has no answer by then is named. */
const LONGEST_MS = 3_000
/** Organizations whose keys and accounts one search reads. */
const MOST_ORGS = 3

type Unread = { what: string; why: string }

const isFor = ({ is }: Pasted, list: string) =>
  (kindsOfList.get(list) ?? []).some((name) => {
    const { pasted = ['an Atlas ID'] }: Kind = kinds[name]
    return pasted.includes(is === 'a URL' ? 'an Atlas ID' : is)
  })

/** Every list that can show such an id at these places, with its input. */
function listsFor(what: Pasted, places: readonly Here[]): Array<{ op: Op; input: Here }> {
  const ofClouds = [{}, ...Object.keys(clouds).map((cloudProvider) => ({ cloudProvider }))]
  const all = [...kindsOfList.keys()].flatMap((list) => {
    const op = findOp(list)
    if (!op || !isFor(what, list)) return []
    return places.flatMap((place) =>
      ofClouds.flatMap((more) => {
        const given = fieldsOf(op, { ...place, ...more })
        // A cloud only where the list is of one.
        const isWhole = Object.keys(more).every((field) => field in given)
        const input = isWhole ? op.input.safeParse(given).data : undefined
        return input ? [{ op, input: input as Here }] : []
      }),
    )
  })
  return [...new Map(all.map((one) => [JSON.stringify([one.op.id, one.input]), one])).values()]
}

/** The places to search: the one in the URL, the current one, and some organizations of the person. */
async function placesNear({ place }: Pasted, here: Here, person: Person): Promise<Here[]> {
  const { orgs, projects } = await directory()
  const groupId = place.groupId ?? here.groupId
  const clusterName = place.groupId ? place.clusterName : here.clusterName
  const orgId = place.orgId ?? projects.get(groupId ?? '')?.orgId ?? here.orgId
  const isMine = (id: string) => rolesAt(person, { orgId: id, tags: [] }).length > 0
  const others = [...orgs.keys()].filter((id) => id !== orgId && isMine(id))
  const near = [...(orgId && isMine(orgId) ? [orgId] : []), ...others].slice(0, MOST_ORGS)
  return [
    ...(groupId && clusterName ? [{ groupId, clusterName }] : []),
    ...(groupId ? [{ groupId }] : []),
    ...near.map((one) => ({ orgId: one })),
  ]
}

const LATE = 'Atlas did not answer soon enough. Try again in a moment.'

/** What `work` gives, unless the signal ends first. @throws the signal's reason */
const unless = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
    work.then(resolve, reject)
  })

/** Why a read failed, for a person. Undefined: there is nothing to read, or not for them. */
function whyUnread(error: unknown): string | undefined {
  const failed = error instanceof AtlasError ? toFailure(error) : error
  if (!(failed instanceof OpError)) throw error
  const { kind, atlas } = failed.failure
  if (kind === 'not-found' || (kind === 'not-allowed' && !atlas)) return undefined
  const codes = [atlas?.status && `HTTP ${atlas.status}`, atlas?.errorCode].filter(Boolean)
  return codes.length > 0 ? `${failed.message} (${codes.join(', ')})` : failed.message
}

/** What a list shows, in words: `clusters`. */
const nameOf = ({ id, title }: Op) => {
  const [name] = kindsOfList.get(id) ?? []
  return name ? kinds[name].many : title
}

/**
 * Asks Atlas for an id that Gatehouse does not know: as a project or organization, and in the lists of the places near.
 * What the lists show is stored as from any other read. Counts against the person's allowance. Ends within 3 s.
 */
export async function lookUp(
  what: Pasted,
  here: Here,
  person: Person,
  context: { requestId: string; signal?: AbortSignal },
): Promise<{ asked: string[]; unread: Unread[] }> {
  const asked: string[] = []
  const unread: Unread[] = []
  const late = AbortSignal.timeout(LONGEST_MS)
  const signal = context.signal ? AbortSignal.any([context.signal, late]) : late
  const attempt = async (title: string, work: () => Promise<unknown>) => {
    try {
      await unless(signal, work())
      asked.push(title)
    } catch (error) {
      const why = late.aborted ? LATE : whyUnread(error)
      if (why !== undefined) unread.push({ what: title, why })
    }
  }
  const [id = ''] = what.ids
  const isHex = /^[\da-f]{24}$/.test(id)
  const lists = listsFor(what, await placesNear(what, here, person)).slice(0, MOST_READS)
  await Promise.all([
    ...(isHex
      ? [
          attempt('projects', () => placesOf({ kind: 'project', groupId: id }, person)),
          attempt('organizations', () => placesOf({ kind: 'organization', orgId: id }, person)),
        ]
      : []),
    ...lists.map(({ op, input }) =>
      attempt(nameOf(op), async () => {
        const decision = await decide(op, input, person)
        await readAtlas(op, input, connectionOf(decision), { ...context, signal })
      }),
    ),
  ])
  await Promise.all(lists.map(({ op, input }) => noticed(op, input)))
  return {
    asked: [...new Set(asked)],
    unread: [...new Map(unread.map((one) => [one.what, one])).values()],
  }
}
