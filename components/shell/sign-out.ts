import { dropAllRuns } from '@/lib/client/bulk-runs'
import { dropAllDrafts } from '@/lib/client/drafts'
import { routes } from '@/lib/routes'
import { allowLeaving } from '../form/leave'

/** Ends the session, here and at the identity provider. Drafts are gone then. */
export function signOut(): void {
  allowLeaving()
  dropAllDrafts()
  dropAllRuns()
  const form = document.createElement('form')
  form.method = 'post'
  form.action = routes.signOut()
  document.body.append(form)
  form.submit()
}
