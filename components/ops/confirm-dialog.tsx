'use client'
import { type ReactNode, useId, useState } from 'react'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/call-server'
import { useCommand, useUndo } from '@/lib/client/use-op'
import type { Command, Shape } from '@/lib/ops/define'
import { routes } from '@/lib/routes'
import { FailureDetails } from '../data/failure-details'
import { Banner } from '../ui/banner'
import { Button, ButtonLink } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Input } from '../ui/input'
import { CallDetails, usePreview } from './call-preview'
import { FailureNote } from './failure-note'
import { say } from './tell'

export type ConfirmProps<I extends Shape, O extends z.ZodType> = {
  op: Command<I, O>
  input: z.output<I> & z.input<I>
  /** Asks about the thing itself: `Remove 203.0.113.8/32?` */
  title: ReactNode
  /** What the button does, in its own words: `Remove address`. */
  confirm: string
  /** While it happens: `Removing…` */
  pending?: string
  /** Said when done: `203.0.113.8/32 is removed`. */
  done?: string
  tone?: 'danger' | 'primary'
  /** More to know before deciding. */
  children?: ReactNode
  onDone?: (answer: Answer<z.output<O>>) => void
}

/**
 * Asks before a command: what follows, the phrase to type where the friction says so, the exact call. A failure stays in
 * the dialog, which stays open. What needs a second person is offered as a request.
 */
export function ConfirmDialog<I extends Shape, O extends z.ZodType>({
  op,
  input,
  title,
  confirm,
  pending = 'Working…',
  done,
  tone = 'danger',
  children,
  onDone,
  open,
  onOpenChange,
}: ConfirmProps<I, O> & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const command = useCommand(op)
  const undo = useUndo(op)
  const preview = usePreview(op.id, open ? input : undefined)
  const [typed, setTyped] = useState('')
  const phraseId = useId()

  const told = preview.data?.data
  const friction = told?.friction ??
    op.friction?.(input, 'production') ?? { level: 'none' as const }
  const phrase = friction.level === 'type' ? friction.phrase : undefined
  const needsApproval = friction.level === 'approval'
  const whyNot =
    told?.whyNot ??
    (phrase !== undefined && typed.trim() !== phrase ? `Type ${phrase} to go on.` : undefined)

  const close = (next: boolean) => {
    if (command.isPending) return
    if (!next) {
      command.reset()
      setTyped('')
    }
    onOpenChange(next)
  }

  const send = () =>
    command.mutate(input, {
      onSuccess: (answer) => {
        onOpenChange(false)
        setTyped('')
        void say(done ?? `Done: ${op.says(input)}`, {
          requestId: answer.requestId,
          ...(undo ? { undo: { label: 'Undo', run: () => undo.mutate(input) } } : {}),
        })
        onDone?.(answer)
      },
    })

  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={title}
      description={friction.level === 'none' ? `${op.says(input)}.` : friction.because}
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          {needsApproval ? (
            <ButtonLink look="primary" href={routes.newRequest({ op: op.id, input })}>
              File a request
            </ButtonLink>
          ) : (
            <Button
              look={tone}
              pending={command.isPending}
              aria-disabled={whyNot !== undefined}
              aria-describedby={whyNot ? `${phraseId}-why` : undefined}
              onClick={send}
            >
              {command.isPending ? pending : confirm}
            </Button>
          )}
        </>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {command.error && <FailureNote error={command.error} call={{ op: op.id, input }} />}
        {children}
        {phrase !== undefined && (
          <div>
            <label htmlFor={phraseId} className="mb-1.5 block text-sm">
              Type <strong className="select-all break-all font-mono">{phrase}</strong> to go on
            </label>
            <Input
              id={phraseId}
              value={typed}
              spellCheck={false}
              autoCapitalize="off"
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && whyNot === undefined && !command.isPending) send()
              }}
            />
          </div>
        )}
        {whyNot && (
          <p id={`${phraseId}-why`} className={told?.whyNot ? 'text-sm text-warn' : 'sr-only'}>
            {whyNot}
          </p>
        )}
        {preview.error && (
          <Banner tone="warn" title="The exact call could not be shown">
            {preview.error.message}
            <FailureDetails failure={preview.error.failure} />
          </Banner>
        )}
        <CallDetails call={told?.call ?? null} />
      </div>
    </Dialog>
  )
}
