import { type APIRequestContext, request } from '@playwright/test'
import { z } from 'zod'
import { routes } from '@/lib/routes'
import { consoleUrl } from './environment'
import { type PersonaName, signedIn } from './sign-in'

const anObject = z.record(z.string(), z.unknown())

export type ApiAnswer = {
  status: number
  headers: Record<string, string>
  /** `{data, asOf, requestId}` or the failure. */
  body: Record<string, unknown>
}

/** A persona's session from the global setup, for requests without a page. */
export const sessionOf = (persona: PersonaName): Promise<APIRequestContext> =>
  request.newContext({ baseURL: consoleUrl(), storageState: signedIn(persona) })

/** Sends an operation to the data route as a page of the console would; `headers` come on top. */
export async function send(
  session: APIRequestContext,
  op: string,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const answer = await session.post(routes.op(op), {
    data: JSON.stringify(input),
    headers: { origin: consoleUrl(), 'content-type': 'application/json', ...headers },
  })
  const text = await answer.text()
  return {
    status: answer.status(),
    headers: answer.headers(),
    body: text.startsWith('{') ? anObject.parse(JSON.parse(text)) : { text },
  }
}

/** As `send`, for steps that a test needs behind it: gives the data, throws the failure's sentence. */
export async function done<S extends z.ZodType>(
  session: APIRequestContext,
  op: { id: string; output: S },
  input: unknown,
): Promise<z.output<S>> {
  const { status, body } = await send(session, op.id, input)
  if (status !== 200) throw new Error(`${op.id} was refused (${status}): ${body.message}`)
  return op.output.parse(body.data)
}
