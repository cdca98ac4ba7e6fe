import { routes } from '@/lib/routes'
import { hasToStay } from './stay-when-offline'

/**
 * Leaves the page to prove again who one is, and comes back to it. What the server goes by afterwards is only the time
 * that the identity provider gives, for the same person.
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
