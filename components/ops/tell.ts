'use client'
import { visible } from '@/lib/format/invisible'
import type { OpError } from '@/lib/ops/failure'

/** The toasts' package makes its own elements: what they show is made readable here. */
const joined = (...parts: Array<string | undefined>) =>
  visible(parts.filter(Boolean).join(' · ')) || undefined

// Loaded when there is something to say: no page needs it at first.
const toasts = async () => (await import('sonner')).toast

/** Says that something worked; with `undo`, offers to put it back. The request id can be quoted to support. */
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

/** Says that a button on its own failed. Forms and dialogs show their failures themselves. */
export async function sayFailure(error: OpError): Promise<void> {
  const toast = await toasts()
  const { failure } = error
  const atlas = failure.atlas && `Atlas: ${failure.atlas.status} ${failure.atlas.errorCode ?? ''}`
  toast(visible(failure.message), {
    description: joined(atlas, failure.requestId && `Error ID ${failure.requestId}`),
    duration: 20_000,
    classNames: { toast: 'border-l-4 border-l-bad' },
  })
}
