import { Agent, request } from 'undici'
import type { z } from 'zod'
import { routes } from '@/lib/routes'

/** Keeps sockets open, as browsers and proxies do. */
const agent = new Agent({ connections: 64, keepAliveTimeout: 10_000 })

/** Closes the sockets. */
export const hangUp = () => agent.close()

type Asked = { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }

async function ask(url: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  const answer = await request(url, {
    method,
    headers,
    body,
    dispatcher: agent,
  })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

/** Posts JSON without parsing the answer. Throws unless the status is 200. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (answer.status !== 200)
    throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
}

/** Gets an answer without parsing it. Throws unless the status is 200. */
export async function get(url: string, headers: Record<string, string>): Promise<void> {
  const answer = await ask(url, { headers })
  if (answer.status !== 200)
    throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
}

/** A signed-in person without a browser, who sends operations as the console's pages do. */
export type BenchPerson = {
  /** The operation's data, parsed with its output schema. Throws the failure's message. */
  run<O extends z.ZodType>(op: { id: string; output: O }, input: unknown): Promise<z.output<O>>
  /** The same without parsing the answer, for counting. */
  send(op: { id: string }, input: unknown): Promise<void>
  /** The cookies of the session. */
  headers: { cookie: string }
}

const MOST_HOPS = 12

/** Signs a persona in over HTTP: the console's form, the sandbox provider's button, and back. */
export async function signIn(console: string, persona: string): Promise<BenchPerson> {
  const cookies = new Map<string, string>()
  const go = async (url: string, asked: Asked = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await ask(url, { ...asked, headers: { ...asked.headers, cookie } })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) cookies.set(name, value)
      else cookies.delete(name)
    }
    const { location } = answer.headers
    return {
      ...answer,
      next: typeof location === 'string' ? new URL(location, url).href : undefined,
    }
  }
  const form = (body: Record<string, string>, origin?: string): Asked => ({
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(origin ? { origin } : {}),
    },
    body: new URLSearchParams(body).toString(),
  })

  let here = console + routes.startSignIn()
  let answer = await go(here, form({ callbackUrl: routes.permissions() }, console))
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    if (answer.next) {
      here = answer.next
      if (here === console + routes.permissions()) break
      answer = await go(here)
    } else if (answer.text.includes('name="persona"')) {
      answer = await go(here, form({ persona }))
    } else throw new Error(`The sign-in stopped at ${new URL(here).pathname}: ${answer.status}.`)
  }
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  const url = (op: { id: string }) => console + routes.op(op.id)
  const headers = { cookie, origin: console, 'content-type': 'application/json' }
  return {
    headers: { cookie },
    async run(op, input) {
      const { status, text } = await ask(url(op), {
        method: 'POST',
        headers,
        body: JSON.stringify(input),
      })
      if (status !== 200) throw new Error(`${op.id} answered ${status}: ${text.slice(0, 300)}`)
      return op.output.parse(JSON.parse(text).data)
    },
    send: (op, input) => post(url(op), input, headers),
  }
}
