'use client'
import { useRouter } from 'next/navigation'
import { useFormContext } from 'react-hook-form'
import type { z } from 'zod'
import { useCommand } from '@/lib/client/use-command'
import { fileRequest, type RequestTerms } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { RefusableButton } from '../../ops/action-button'
import { FailureNote } from '../../ops/failure-note'
import { Overdue } from '../break-glass/what-happens'

/** In the form of a new request, for people who can send it without approval. */
export function BreakGlassWay({
  terms,
  phrase = '',
  whyNot,
}: {
  terms: RequestTerms | undefined
  /** The phrase typed in the form. */
  phrase?: string
  whyNot?: string | undefined
}) {
  const form = useFormContext()
  const router = useRouter()
  const file = useCommand(fileRequest, () => phrase)
  const offer = terms?.breakGlass
  if (!terms || !offer) return null
  const send = form.handleSubmit(
    (values) =>
      file.mutate(values as z.input<typeof fileRequest.input>, {
        onSuccess: ({ data }) => {
          // It is no longer a draft.
          form.reset(form.getValues())
          router.push(routes.breakGlass(data.requestId))
        },
        onError: ({ failure }) => {
          for (const [name, message] of Object.entries(failure.fields ?? {}))
            form.setError(name, { message })
        },
      }),
    () => queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid]')?.focus()),
  )
  return (
    <section aria-label="Emergency" className="grid gap-2 border-line border-t pt-3">
      <h2 className="font-medium text-sm">In an emergency</h2>
      <p className="text-muted text-sm">
        If this can’t wait for approval, you can break glass: Gatehouse sends it immediately, and an
        approver reviews it afterward. You sign in again and confirm first.
      </p>
      <Overdue offer={offer} />
      {file.error && <FailureNote error={file.error} />}
      <div>
        <RefusableButton
          whyNot={terms.whyNot ?? offer.whyNot ?? whyNot}
          size="sm"
          pending={file.isPending}
          onPress={() => void send()}
        >
          <svg aria-hidden className="icon-[siren]" /> Break glass…
        </RefusableButton>
      </div>
    </section>
  )
}
