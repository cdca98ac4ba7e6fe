import { verifyAudit } from '@/lib/ops/console'
import { payForChain } from '@/lib/server/allowance'
import { answer } from '@/lib/server/answer'
import { exportChain } from '@/lib/server/console-ops/audit'
import { decide } from '@/lib/server/decide'
import { personFrom } from '@/lib/server/person'

/** The whole chain as JSON lines, for whoever may verify it: the file that lib/audit/audit-verify.mjs checks anywhere. */
export async function GET(request: Request): Promise<Response> {
  const checked = await answer(request, async (_, asked) => {
    asked.op = 'audit.export'
    const person = await personFrom(request, {
      fresh: true,
      asked,
    })
    await decide(verifyAudit, {}, person)
    await payForChain(person)
    return { data: null, asOf: new Date().toISOString() }
  })
  if (!checked.ok) return checked
  const day = new Date().toISOString().slice(0, 10)
  return new Response(linesOf(exportChain()), {
    headers: {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': `attachment; filename="gatehouse-audit-${day}.jsonl"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** Reads on as fast as the other side takes it, and stops when it goes away. */
function linesOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}
