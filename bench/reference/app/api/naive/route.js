import { getToken } from 'next-auth/jwt'

export const dynamic = 'force-dynamic'

const { REFERENCE_UPSTREAM, REFERENCE_COOKIE, NEXTAUTH_SECRET } = process.env

/** A proxy as one would first write it: session check, global fetch, the answer as it came. No roles, budget or validation. */
export async function POST(request) {
  const session = await getToken({
    req: request,
    secret: NEXTAUTH_SECRET,
    cookieName: REFERENCE_COOKIE,
  })
  if (!session) return Response.json({ error: 'Sign in first.' }, { status: 401 })
  const { groupId, clusterName } = await request.json()
  const answer = await fetch(
    `${REFERENCE_UPSTREAM}/api/atlas/v2/groups/${groupId}/clusters/${encodeURIComponent(clusterName)}`,
    {
      headers: {
        accept: 'application/vnd.atlas.2024-08-05+json',
        authorization: 'Bearer reference',
      },
      cache: 'no-store',
    },
  )
  return Response.json({ data: await answer.json() }, { status: answer.status })
}
