import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { configuration } from '@/lib/server/configuration'
import { PATH_HEADER } from '@/lib/server/page-path'
import { formOrigins } from '@/lib/server/provider'
import { commonHeaders, contentSecurityPolicy } from '@/lib/server/security-headers'

/** The address for a URL or path that was typed after `/find/`. */
function findAddress({ pathname, search }: NextRequest['nextUrl']): string | undefined {
  const wanted = pathname.startsWith('/find/') ? pathname.slice('/find/'.length) : ''
  return wanted.includes('/') ? `/find/${encodeURIComponent(wanted + search)}` : undefined
}

/**
 * Sets headers, and makes one part of what follows `/find/`. Each page and route checks access itself, because a request can reach a route without passing the
 * proxy.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  const found = findAddress(request.nextUrl)
  if (found) return NextResponse.redirect(new URL(found, configuration().url), 307)
  const isHttps = configuration().url.protocol === 'https:'
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({
    nonce,
    formOrigins: await formOrigins(),
    isHttps,
    isDevelopment: process.env.NODE_ENV === 'development',
  })
  const headers = new Headers(request.headers)
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set(PATH_HEADER, pathname + search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  for (const [name, value] of Object.entries(commonHeaders(isHttps)))
    response.headers.set(name, value)
  response.headers.set('cache-control', 'no-store')
  return response
}

// Built files have a hash in their name and may be cached. Data and health answers set their own headers.
export const config = {
  matcher: [
    '/((?!_next/|api/ops/|api/atlas/|api/private/|api/public/|api/health$|favicon.ico|icon.svg).*)',
  ],
}
