import { routes } from '@/lib/routes'
import { hasToStay } from './stay-when-offline'

/**
 * Leaves the page for a fresh sign-in that counts for the request with this digest only, and returns to `back`. The server
 * relies only on the authentication time from the identity provider, for the same person.
 */
export function stepUp(
  digest: string,
  back = window.location.pathname + window.location.search,
): void {
  if (hasToStay()) return
  const form = document.createElement('form')
  form.method = 'post'
  form.action = routes.startSignIn()
  const fields = { callbackUrl: back, fresh: '1', for: digest }
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
