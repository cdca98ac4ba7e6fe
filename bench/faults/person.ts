import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { signIn } from '../person'

export type Reply = {
  status: number
  data?: Record<string, unknown>
  failure?: { kind: string; message: string }
  requestId: string
  ms: number
  at: string
}

/** A person signed in to all replicas, who sends operations to one of them. */
export async function person(first: string, origins: readonly string[], name: string) {
  const { headers } = await signIn(first, name)
  let turn = 0
  const send = async (
    op: string,
    input: unknown,
    {
      at,
      key = randomUUID(),
      confirm,
    }: { at?: string; key?: string; confirm?: string | undefined } = {},
  ): Promise<Reply> => {
    const origin = at ?? origins[turn++ % origins.length] ?? first
    const since = performance.now()
    const answer = await fetch(`${origin}/api/ops/${op}`, {
      method: 'POST',
      headers: {
        ...headers,
        origin: first,
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(confirm ? { 'gatehouse-confirm': encodeURIComponent(confirm) } : {}),
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(120_000),
    })
    const body = (await answer.json()) as { data?: never; kind?: never; message?: never }
    return {
      status: answer.status,
      data: body.data,
      failure: answer.ok ? undefined : (body as never),
      requestId: answer.headers.get('x-request-id') ?? '',
      ms: performance.now() - since,
      at: origin,
    }
  }
  /** Retries with the same key until a replica answers, as a page does after a lost connection. */
  const surely = async (op: string, input: unknown): Promise<Reply> => {
    const key = randomUUID()
    for (let tries = 1; ; tries += 1) {
      const reply = await send(op, input, { key }).catch(() => undefined)
      const isPassing =
        !reply || (reply.status >= 500 && reply.status !== 504) || reply.status === 429
      if (!isPassing || tries === 200)
        return (
          reply ?? { status: 0, requestId: '', ms: 0, at: '', data: undefined, failure: undefined }
        )
      await sleep(400)
    }
  }
  return { send, surely, cookie: headers.cookie }
}
export type Someone = Awaited<ReturnType<typeof person>>
