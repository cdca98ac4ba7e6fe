'use client'
import { useId, useState } from 'react'
import { useCommand } from '@/lib/client/use-command'
import { zodReady } from '@/lib/client/zod'
import { denyRequest, type RequestCard } from '@/lib/ops/requests'
import { Chips } from '../../form/chips'
import { useTextDraft } from '../../form/use-text-draft'
import { RefusableButton } from '../../ops/action-button'
import { CancelButton } from '../../ops/cancel-button'
import { FailureNote } from '../../ops/failure-note'
import { say, sayNotLoaded } from '../../ops/tell'
import { Button, type ButtonLook } from '../../ui/button'
import { Textarea } from '../../ui/input'
import { Step } from '../../ui/step'
import { useTellLate } from './use-tell-late'

const canned = [
  { label: 'Too long', value: 'A shorter time is enough. Please request less.' },
  { label: 'Too much', value: 'A lower level of access is enough for this ticket.' },
  {
    label: 'Unclear',
    value: 'The reason does not say what MongoDB Support needs the access for. Please add that.',
  },
]

/** Denies a request. The reason is required, and the requester sees it. */
export function DenyButton({
  request,
  whyNot,
  isOpen = false,
  onDone,
  ...variant
}: ButtonLook & {
  request: RequestCard['request']
  whyNot: string | undefined
  /** Open initially. */
  isOpen?: boolean
  onDone?: () => void
  className?: string
}) {
  const id = useId()
  const [open, setOpen] = useState(isOpen)
  const [comment, setComment, drop] = useTextDraft(denyRequest.id, { digest: request.digest })
  const [wasTried, setTried] = useState(false)
  const deny = useCommand(denyRequest)
  const tellLate = useTellLate(request.id)
  const checked = open ? denyRequest.input.shape.comment.safeParse(comment) : undefined
  const said = checked?.error?.issues[0]?.message

  const send = () => {
    setTried(true)
    if (said) return document.getElementById(id)?.focus()
    deny.mutate(
      { requestId: request.id, digest: request.digest, comment },
      {
        onSuccess: ({ requestId }) => {
          drop()
          setOpen(false)
          void say('Request denied', {
            detail: `${request.requester.name} sees your reason.`,
            requestId,
          })
          onDone?.()
        },
        onError: tellLate,
      },
    )
  }

  return (
    <>
      <RefusableButton
        {...variant}
        whyNot={whyNot}
        aria-haspopup="dialog"
        aria-keyshortcuts="d"
        onPress={() => {
          deny.reset()
          void zodReady().then(() => setOpen(true), sayNotLoaded)
        }}
      >
        Deny…
      </RefusableButton>
      {open && (
        <Step
          title="Deny this request?"
          description={
            request.requester.kind === 'machine'
              ? `${request.requester.name} sees your reason. Gatehouse refuses the same call for a day, unless it comes with another reason.`
              : `${request.requester.name} sees your reason and can file another request.`
          }
          onLeave={() => setOpen(false)}
          leave={(word) => (
            <CancelButton sending={deny} onCancel={() => setOpen(false)}>
              {word}
            </CancelButton>
          )}
          actions={
            <Button sends variant="primary" pending={deny.isPending} onClick={send}>
              {deny.isPending ? 'Denying…' : 'Deny request'}
            </Button>
          }
        >
          <div className="grid gap-3">
            {deny.error && deny.error.kind !== 'conflict' && <FailureNote error={deny.error} />}
            <div>
              <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
                Reason
              </label>
              <Textarea
                id={id}
                value={comment}
                aria-invalid={(wasTried && said !== undefined) || undefined}
                aria-describedby={`${id}-said`}
                onChange={(event) => setComment(event.target.value)}
              />
              <p
                id={`${id}-said`}
                aria-live="polite"
                className="mt-1 text-bad text-xs empty:hidden"
              >
                {wasTried ? said : undefined}
              </p>
            </div>
            <Chips
              label="Common reasons"
              chips={canned}
              isChosen={(value) => value === comment}
              onChoose={setComment}
            />
          </div>
        </Step>
      )}
    </>
  )
}
