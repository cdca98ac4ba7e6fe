import { routes } from '@/lib/routes'
import { hasToStay } from './stay-when-offline'

/**
 * Leaves the page for a fresh sign-in and returns. With a digest, the sign-in counts for that request only. The server relies only on the authentication time from the identity
 * provider, for the same person.
 */
export function stepUp(digest?: string): void {
  if (hasToStay()) return
  const form = document.createElement('form')
  form.method = 'post'
  form.action = routes.startSignIn()
  const callbackUrl = window.location.pathname + window.location.search
  const fields = { callbackUrl, fresh: '1', ...(digest ? { for: digest } : {}) }
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}
