import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions, providerId } from '@/lib/server/auth'

type Context = { params: Promise<{ nextauth: string[] }> }

/**
 * The identity provider's answer, and next-auth's own redirects to the sign-in page. Its other actions are not served:
 * signing in and out are Origin-checked POSTs of our own, and the session is nobody's business but the server's.
 */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const [action, id] = (await context.params).nextauth
  const isServed =
    (action === 'callback' && id === providerId) || action === 'error' || action === 'signin'
  if (!isServed) return new Response('Not found', { status: 404 })
  return NextAuth(request, context, await authOptions(request.headers))
}
