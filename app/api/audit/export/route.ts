import { answer } from '@/lib/server/answer'
import { type Download, download } from '@/lib/server/console-ops/audit-export'
import { personFrom } from '@/lib/server/person'

const types = {
  jsonl: 'application/jsonl',
  csv: 'text/csv',
  ocsf: 'application/jsonl',
}
const endings = { jsonl: 'jsonl', csv: 'csv', ocsf: 'ocsf.jsonl' }

/** Downloads an export that `audit.export` recorded, for the person who started it: `?row=` is the number of its row. */
export async function GET(request: Request): Promise<Response> {
  let found: Download | undefined
  const checked = await answer(request, async (_, asked) => {
    asked.op = 'audit.export'
    const person = await personFrom(request, { fresh: true, asked })
    const row = new URL(request.url).searchParams.get('row') ?? ''
    found = await download(/^\d{1,15}$/.test(row) ? Number(row) : 0, person)
    return { data: null, asOf: new Date().toISOString() }
  })
  if (!found) return checked
  const { format, lines } = found
  const day = new Date().toISOString().slice(0, 10)
  return new Response(streamOf(lines), {
    headers: {
      'content-type': `${types[format]}; charset=utf-8`,
      'content-disposition': `attachment; filename="gatehouse-audit-${day}.${endings[format]}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** Reads on as fast as the other side takes it, and stops when it goes away. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
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
