import type { ServerResponse } from 'node:http'
import { parseJson, printJson } from '@/lib/format/json'
import { authenticate, authorize } from './auth'
import { type Buckets, capacityOf, endpointSets, refillSeconds } from './buckets'
import { Reply, Rows, Text } from './define'
import { handlers } from './find-handlers'
import { genericHandler } from './generic'
import { checkBodyType, contentTypeOf, resolveVersion } from './media'
import { pageOf } from './paging'
import { Reject, reject } from './reject'
import type { Match } from './routes'
import type { World } from './world'

/** An answer before it is written. */
export type Answer = { status: number; headers: Record<string, string>; text: string }

export type Asked = {
  method: string
  /** Raw, before the query. */
  pathname: string
  search: string
  headers: Partial<Record<'accept' | 'authorization' | 'content-type' | 'host', string>>
  body: string
  /** The caller's IP address. */
  address: string
}

const jsonText = (value: unknown, query: URLSearchParams) =>
  printJson(value, query.get('pretty') === 'true' ? 2 : undefined)

/** An error in Atlas's format, with the usual headers. */
export function answerReject(
  reject: Reject,
  query: URLSearchParams,
  headers: Record<string, string> = {},
): Answer {
  const { status, body } = reject
  const wrapped = query.get('envelope') === 'true' ? { status, content: body } : body
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers, ...reject.headers },
    text: jsonText(wrapped, query),
  }
}

/** An operation that Atlas removed answers 410 or 404, by a switch, except in projects where it is kept. */
function checkRemoved({ fact, id }: Match, world: World, isKept: boolean | undefined): void {
  if (!fact.removed || isKept) return
  throw world.switches.removedOperations === '410'
    ? reject(410, 'VERSION_GONE', `The operation ${id} was removed.`)
    : notFound(fact.path)
}

const notFound = (pathname: string) =>
  reject(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${pathname}.`, pathname)

function parsedBody(asked: Asked): unknown {
  if (asked.body === '') return undefined
  checkBodyType(asked.headers['content-type'])
  try {
    return parseJson(asked.body)
  } catch {
    throw reject(400, 'INVALID_JSON', 'Received JSON is malformed.')
  }
}

/** The checks before an operation: credential, path, version, rate limit, role. */
function admitted(
  world: World,
  buckets: Buckets,
  asked: Asked,
  match: Match | 'wrong method' | undefined,
) {
  const { method, pathname, search, address } = asked
  const isOpen = pathname.startsWith('/api/atlas/v2/unauth/')
  const actor = isOpen
    ? undefined
    : authenticate(world, asked.headers.authorization, method, pathname + search)
  if (match === 'wrong method')
    throw reject(405, 'METHOD_NOT_ALLOWED', `${method} is not allowed on ${pathname}.`)
  if (!match) throw notFound(pathname)
  const isKept = world.switches.stillAnswers?.includes(match.path.groupId ?? '')
  checkRemoved(match, world, isKept)
  const version = resolveVersion(match.fact, asked.headers.accept, isKept ? new Date(0) : undefined)
  const limits = spent(world, buckets, match, actor?.clientId ?? address, address)
  return { actor, match, version, limits }
}

function spent(world: World, buckets: Buckets, match: Match, user: string, address: string) {
  const set = endpointSets.find((s) => s.holds(match.id, match.fact))
  if (!set) return {}
  const by = { IP: address, USER: user, GROUP: match.path.groupId, ORGANIZATION: match.path.orgId }
  const key = `${set.id} ${by[set.scope] ?? user}`
  const { limit, remaining, retryAfter } = buckets.spend(key, capacityOf(world, set), refillSeconds)
  const headers = { 'RateLimit-Limit': String(limit), 'RateLimit-Remaining': String(remaining) }
  if (retryAfter === undefined) return headers
  throw new Reject(429, 'RATE_LIMITED', `Rate limit of ${set.name} exceeded.`, {
    parameters: [set.name],
    headers: { ...headers, 'Retry-After': String(retryAfter) },
  })
}

/** Checks a request and returns a function that answers it. Only that function makes the change. */
export function prepare(
  world: World,
  buckets: Buckets,
  asked: Asked,
  found: Match | 'wrong method' | undefined,
): { run(): Promise<Answer>; refuse(reject: Reject): Answer; body: unknown } {
  const query = new URLSearchParams(asked.search)
  const { actor, match, version, limits } = admitted(world, buckets, asked, found)
  const refuse = (reject: Reject) => answerReject(reject, query, limits)
  const body = parsedBody(asked)
  const base = `http://${asked.headers.host ?? 'localhost'}`

  const run = async (): Promise<Answer> => {
    if (actor) authorize(world, actor, match.fact, asked.address)
    const handler = handlers[match.id] ?? genericHandler(match.id)
    const byKey = asked.headers.authorization?.startsWith('Digest ')
    const who = byKey
      ? { publicKey: actor?.publicKey }
      : { userId: actor?.clientId.slice('mdb_sa_id_'.length) }
    const result = await handler({
      world,
      path: match.path,
      query,
      body,
      version,
      actor: actor ?? nobody,
      origin: { ...who, address: asked.address },
      base,
    })
    const {
      live,
      spec,
      body: value,
    } = result instanceof Reply ? result : new Reply(200, 200, result)
    const status = world.switches.codes === 'live' ? live : spec
    if (value === undefined) return { status, headers: limits, text: '' }
    if (value instanceof Text)
      return { status, headers: { 'Content-Type': value.type, ...limits }, text: value.text }
    const content =
      value instanceof Rows ? pageOf(value.all, query, `${base}${asked.pathname}`) : value
    const wrapped =
      query.get('envelope') !== 'true'
        ? content
        : value instanceof Rows
          ? { status, ...Object(content) }
          : { status, content }
    const headers = { 'Content-Type': contentTypeOf(version), ...limits }
    return { status, headers, text: jsonText(wrapped, query) }
  }
  return { run, refuse, body }
}

/** The caller's address, which MongoDB's clients read outside the versioned API. */
export function answerIpInfo(world: World, asked: Asked): Answer {
  authenticate(world, asked.headers.authorization, asked.method, asked.pathname + asked.search)
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    text: JSON.stringify({ currentIpv4Address: asked.address.replace('::ffff:', '') }),
  }
}

/** The actor on paths without a credential. */
const nobody = { clientId: '', clientSecret: '', publicKey: '', privateKey: '', name: 'nobody' }

export function write(res: ServerResponse, { status, headers, text }: Answer): void {
  res.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(text)) }),
  })
  res.end(status === 204 ? undefined : text)
}
