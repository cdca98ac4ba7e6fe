import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answer } from '@/lib/server/answer'
import { personFrom } from '@/lib/server/person'

const file = join(process.cwd(), 'lib/audit/audit-verify.mjs')

/**
 * Downloads the verifier of exports and proofs, for everyone who is signed in. It is no secret, but nothing of the console
 * answers without a session, and others have it from the repository.
 */
export async function GET(request: Request): Promise<Response> {
  let text: string | undefined
  const checked = await answer(request, async (_, asked) => {
    await personFrom(request, { fresh: false, asked })
    text = await readFile(file, 'utf8')
    return { data: null, asOf: new Date().toISOString() }
  })
  if (text === undefined) return checked
  return new Response(text, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'content-disposition': 'attachment; filename="audit-verify.mjs"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
