import { finishSignIn } from '../finish-sign-in'
import { newRequestId } from '../request-id'
import { startSignIn } from '../start-sign-in'
import { testUrl } from './configured'

export type Landing = {
  /** Where the browser is redirected, as path and query of the console. */
  path: string
  /** The code of a refusal, if any. */
  error: string | null
}

/** A browser during sign-ins, with its cookies. Several attempts in one browser are several tabs. */
export function signInBrowser() {
  const cookies = new Map<string, string>()
  const headers = () =>
    new Headers({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
  const keep = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value && !/max-age=0\b/i.test(line)) cookies.set(name, value)
      else cookies.delete(name)
    }
    return response
  }
  const to = (response: Response) => new URL(response.headers.get('location') ?? '', testUrl)

  return {
    cookies,
    headers,
    /** Clicks the sign-in button. Returns the URL at the provider or on the sign-in page. */
    async start(
      page = '/',
      { fresh = false, ...more }: { fresh?: boolean; isOther?: boolean; stepUpFor?: string } = {},
    ): Promise<URL> {
      const context = { headers: headers(), requestId: newRequestId() }
      return to(keep(await startSignIn({ to: page, fresh, ...more }, context)))
    },
    /** Returns from the provider with a response to an attempt. */
    async finish(answer: Record<string, string>): Promise<Landing & { url: URL }> {
      const context = { headers: headers(), requestId: newRequestId() }
      const url = to(keep(await finishSignIn(new URLSearchParams(answer), context)))
      return { url, path: url.pathname + url.search, error: url.searchParams.get('error') }
    },
  }
}

/** The answer of a stand-in provider that accepts the person. */
export const letIn = (at: URL): Record<string, string> => ({
  code: at.searchParams.get('nonce') ?? '',
  state: at.searchParams.get('state') ?? '',
})

/** The answer of a provider that refuses. */
export const refusing = (at: URL, error: string, description?: string): Record<string, string> => ({
  error,
  state: at.searchParams.get('state') ?? '',
  ...(description ? { error_description: description } : {}),
})
