import { readiness } from '@/lib/server/readiness'

export const dynamic = 'force-dynamic'

/** Whether this replica can serve: 200, or 503 with the parts that are not ready. */
export async function GET(): Promise<Response> {
  const found = await readiness()
  return Response.json(found, {
    status: found.status === 'ready' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
