import { dataRoute } from '@/lib/server/data-route'

type Context = { params: Promise<{ op: string }> }

/** The data route as Next serves it in development; in production lib/server/front.ts answers before Next does. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { headers, signal, body: sent } = request
  const { pathname: path } = new URL(request.url)
  const { status, ...answer } = await dataRoute(
    { path, headers, signal, body: sent },
    (await params).op,
  )
  return new Response(answer.body || null, { status, headers: answer.headers })
}
