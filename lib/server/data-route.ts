import { findOp } from '@/lib/atlas/find-op'
import { answerTo, type Incoming, type Outgoing } from './answer'
import { typedIn } from './confirm'
import { unbroken } from './database'
import { notInScope } from './decide'
import { idempotencyKey, KEY_HEADER } from './once'
import { checkOrigin, jsonBody } from './origin'
import { checkPagePerson } from './page-person'
import { personFrom } from './person'
import { run } from './run'

/** The data route: the browser sends an operation id and its input, never an Atlas path. */
export const dataRoute = (
  request: Incoming & { body: AsyncIterable<Uint8Array> | null },
  opId: string,
): Promise<Outgoing> =>
  answerTo(request, async (requestId, asked) => {
    checkOrigin(request)
    asked.op = opId
    const op = findOp(opId)
    const person = await unbroken(() =>
      personFrom(request, {
        fresh: op?.kind !== 'query',
        asked,
      }),
    )
    if (op?.kind === 'command') checkPagePerson(request.headers, person)
    const input = await jsonBody(request)
    asked.input = input
    if (!op) throw notInScope()
    const key = idempotencyKey(request.headers.get(KEY_HEADER))
    const confirm = typedIn(request.headers)
    const work = () => run(op, input, person, { requestId, signal: request.signal, key, confirm })
    return op.kind === 'query' ? unbroken(work) : work()
  })
