'use client'
import { visible } from '@/lib/format/invisible'
import { OpError } from '@/lib/ops/failure'
import type { Undo } from './bulk-asked'

/** The toasts' package makes its own elements: what they show is made readable here. */
const joined = (...parts: Array<string | undefined>) =>
  visible(parts.filter(Boolean).join(' · ').replaceAll('. · ', '. ')) || undefined

// Loaded on demand.
const toasts = async () => (await import('sonner')).toast

/** Shows a success message, optionally with an undo button. */
export async function say(
  title: string,
  {
    detail,
    requestId,
    undo,
  }: { detail?: string; requestId?: string; undo?: { label: string; run: () => void } } = {},
): Promise<void> {
  const toast = await toasts()
  toast(visible(title), {
    description: joined(detail, requestId && `Reference ${requestId}`),
    ...(undo ? { action: { label: undo.label, onClick: undo.run }, duration: 15_000 } : {}),
  })
}

/** Shows a success message with its undo, if there is one. */
export const sayUndoable = (
  title: string,
  { detail, ...undo }: Partial<Undo> = {},
  requestId?: string,
): Promise<void> =>
  say(title, {
    ...(detail ? { detail } : {}),
    ...(requestId ? { requestId } : {}),
    ...(undo.label && undo.run ? { undo: { label: undo.label, run: undo.run } } : {}),
  })

/** Says that a part of the page, which a button needs, could not be loaded. */
export const sayNotLoaded = () =>
  sayFailure(OpError.of('unavailable', 'A part of this page could not be loaded. Reload it.'))

/** Shows the failure of a standalone button. Forms and dialogs show their own. */
export const sayFailure = (error: OpError): Promise<void> => sayFailureAnd(error)

/** The same with a button for what is left to do. */
export async function sayFailureAnd(
  error: OpError,
  left?: { label: string; run: () => void },
): Promise<void> {
  const toast = await toasts()
  const { failure } = error
  const atlas = failure.atlas && `Atlas: ${failure.atlas.status} ${failure.atlas.errorCode ?? ''}`
  toast(visible(failure.message), {
    description: joined(atlas, failure.requestId && `Error ID ${failure.requestId}`),
    duration: 20_000,
    ...(left ? { action: { label: left.label, onClick: left.run } } : {}),
    classNames: { toast: 'border-l-4 border-l-bad' },
  })
}
