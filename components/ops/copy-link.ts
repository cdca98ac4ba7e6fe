import { addressNow } from '@/lib/client/use-address'
import { say } from './tell'

/** Copies the URL of what the page shows now: filters, sorting, range and open form. */
export async function copyLink(): Promise<void> {
  const link = addressNow().href
  const isCopied = await navigator.clipboard?.writeText(link).then(
    () => true,
    () => false,
  )
  await (isCopied ? say('Link copied') : say('Your browser blocked copying', { detail: link }))
}
