import { getHealth } from '@/lib/ops/health'
import { answer } from '@/lib/server/answer'
import { personFrom } from '@/lib/server/person'
import { run } from '@/lib/server/run'

export const dynamic = 'force-dynamic'

/** The data of the health page, for signed-in admins. */
export const GET = (request: Request): Promise<Response> =>
  answer(request, async (requestId, asked) => {
    asked.op = getHealth.id
    const person = await personFrom(request, { fresh: false, asked })
    return run(getHealth, {}, person, { requestId, signal: request.signal })
  })
