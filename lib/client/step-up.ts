import { routes } from '@/lib/routes'
import { hasToStay } from './stay-when-offline'

/**
 * Leaves the page for a fresh sign-in and returns. The server relies only on the authentication time from the identity
 * provider, for the same person.
 */
export function stepUp(callbackUrl = window.location.pathname + window.location.search): void {
  if (hasToStay()) return
  const form = document.createElement('form')
  form.method = 'post'
  form.action = routes.startSignIn()
  for (const [name, value] of Object.entries({ callbackUrl, fresh: '1' })) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}
