import type { IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'

/** How the receiver answers. */
export const answers = [
  'ok',
  'error',
  'hang',
  'close',
  'gone',
  'redirect',
  'slow-down',
  'slow-down-until',
] as const
export type Answer = (typeof answers)[number]

/** A webhook as it arrived. */
export type Hook = {
  at: string
  headers: Record<string, string>
  body: string
  /** Why its signature is invalid. Null: it is valid. */
  problem: string | null
  answered: Answer
}

export type Receiver = {
  hooks: Hook[]
  /** How to answer, until it is changed. A function decides for each call. */
  answer: Answer | (() => Answer)
  receive(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Closes the connections that hang. */
  release(): void
}

const MOST = 5000

const codes: Partial<Record<Answer, number>> = {
  ok: 204,
  error: 500,
  gone: 410,
  redirect: 302,
  'slow-down': 503,
  'slow-down-until': 429,
}

/** A receiver of webhooks that checks each signature with any of the secrets. */
export function receiver(secrets: readonly string[]): Receiver {
  const hanging = new Set<IncomingMessage>()
  const self: Receiver = {
    hooks: [],
    answer: 'ok',
    async receive(request, response) {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString('utf8')
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const answered = typeof self.answer === 'function' ? self.answer() : self.answer
      self.hooks.push({
        at: new Date().toISOString(),
        headers,
        body,
        problem: problemOf(body, headers, secrets),
        answered,
      })
      self.hooks.splice(0, self.hooks.length - MOST)
      if (answered === 'close') request.socket.destroy()
      if (answered === 'hang') hanging.add(request)
      if (answered === 'close' || answered === 'hang') return
      response.statusCode = codes[answered] ?? 204
      if (answered === 'redirect') response.setHeader('location', '/moved')
      if (answered === 'slow-down') response.setHeader('retry-after', '120')
      if (answered === 'slow-down-until')
        response.setHeader('retry-after', new Date(Date.now() + 120_000).toUTCString())
      response.end()
    },
    release() {
      for (const request of hanging) request.socket.destroy()
      hanging.clear()
    },
  }
  return self
}

function problemOf(
  body: string,
  headers: Record<string, string>,
  secrets: readonly string[],
): string | null {
  const problems = secrets.map((secret) => {
    try {
      new Webhook(secret).verify(body, headers)
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  })
  return problems.includes(null) ? null : (problems[0] ?? 'No secret')
}
