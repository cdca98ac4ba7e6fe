import { ops } from '@/lib/ops/registry'
import { answer } from '@/lib/server/answer'
import { notInScope } from '@/lib/server/decide'
import { checkOrigin, jsonBody } from '@/lib/server/origin'
import { personFrom } from '@/lib/server/person'
import { run } from '@/lib/server/run'

type Context = { params: Promise<{ op: string }> }

/** The one data route: the browser names an operation and sends its input, never an Atlas path. */
export const POST = (request: Request, { params }: Context) =>
  answer(request, async (requestId) => {
    checkOrigin(request)
    const op = ops.get((await params).op)
    const person = await personFrom(request, { fresh: op?.kind !== 'query' })
    const input = await jsonBody(request)
    if (!op) throw notInScope()
    return run(op, input, person, { requestId, signal: request.signal })
  })
