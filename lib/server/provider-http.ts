import { type Dispatcher, request } from 'undici'
import { decoded } from '@/lib/atlas/decode'
import { header } from '@/lib/atlas/headers'
import { dispatcherTo, routeTo } from '@/lib/atlas/proxy'

const TIMEOUT_MS = 5000
/** Some providers redirect to the address with a slash at its end. */
const MOST_REDIRECTS = 3
/** Discovery documents and key sets are small. An endless answer would fill the memory. */
const MOST_BYTES = 1_000_000

const dispatchers = new Map<string, Dispatcher>()

type Answer = { status: number; location: string | undefined; text: string }

/** An identity provider's answer to a GET, decoded. @throws Error when there is none */
async function get(url: string, headers: Record<string, string>): Promise<Answer> {
  const { origin } = new URL(url)
  const dispatcher =
    dispatchers.get(origin) ??
    dispatcherTo(origin, { connect: { timeout: TIMEOUT_MS }, maxResponseSize: MOST_BYTES })
  dispatchers.set(origin, dispatcher)
  const answer = await request(url, {
    dispatcher,
    headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
    // Of the whole call: a proxy that closes the connection would be tried again and again.
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    // undici reports a proxy's refusal only in its message.
    const [, refused] =
      /^Proxy (?:response|Authentication Required) \((\d+)\)/.exec(error.message) ?? []
    throw refused
      ? new Error(`the proxy ${routeTo(url).shown} refused the connection (status ${refused})`)
      : error
  })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  const text = decoded(bytes, header(answer.headers, 'content-encoding'), MOST_BYTES)
  return { status: answer.statusCode, location: header(answer.headers, 'location'), text }
}

/** The text that an address answers with 200, within 5 s and following redirects. @throws Error */
export async function answerOf(
  url: string,
  headers: Record<string, string> = {},
  redirects = MOST_REDIRECTS,
): Promise<string> {
  const { status, location, text } = await get(url, headers)
  if (location !== undefined && status > 300 && status < 400) {
    const next = new URL(location, url)
    const { origin } = new URL(url)
    // Another server could answer with its own endpoints, and userinfo would send it the access token.
    if (next.origin !== origin) throw new Error(`it redirects to another server, ${next.origin}`)
    if (redirects === 0) throw new Error('it redirects too often')
    return answerOf(next.href, headers, redirects - 1)
  }
  if (status !== 200) throw new Error(`HTTP status ${status}`)
  return text
}

/** Why a call or a check failed, in few words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  const isSystem =
    'code' in error && typeof error.code === 'string' && !error.code.startsWith('ERR_J')
  return isSystem ? String(error.code) : error.message
}

/** A parsed text; undefined if it is not JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
