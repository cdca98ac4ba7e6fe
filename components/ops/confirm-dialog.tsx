'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useId, useState } from 'react'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { hrefToAsk } from '@/lib/client/ask'
import { useCommand } from '@/lib/client/use-command'
import { quoted } from '@/lib/format/words'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated, typedPhrase } from '@/lib/ops/friction'
import { FailureDetails } from '../data/failure-details'
import { LifecycleNote } from '../data/lifecycle-note'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { Undo } from './bulk-asked'
import { PreviewCalls, usePreview } from './call-preview'
import { CancelButton } from './cancel-button'
import { ChangedElsewhere, type Opened } from './changed-elsewhere'
import { type Changes, ChangesShown, changesOf, PreviewChanges } from './changes'
import { FailureNote } from './failure-note'
import { Impact } from './impact'
import { sayUndoable } from './tell'
import { useTellDone } from './tell-done'
import { fitsPhrase, TypedPhrase } from './typed-phrase'
import { useReload } from './use-reload'

export type ConfirmProps<I extends Shape, O extends z.ZodType> = {
  op: Command<I, O>
  input: z.output<I> & z.input<I>
  /** A specific question: `Remove 203.0.113.8/32?` By default the operation's summary. */
  title?: ReactNode
  /** The row of a list that it is about. The question shows its name in place of its ID. */
  row?: { name: string; place: unknown }
  /** What happens, for a command whose friction gives no reason. */
  description?: string
  /** What the button does: `Remove address`. This and the next two are by default the operation's verbs. */
  confirm?: string
  /** While it happens: `Removing…` */
  pending?: string
  /** The success message: `203.0.113.8/32 removed`. */
  done?: string
  tone?: 'danger' | 'primary'
  /** More information. */
  children?: ReactNode
  onDone?: (answer: Answer<z.output<O>>) => void
  onFailed?: (error: OpError) => void
  /** In place of the operation's own undo. */
  undo?: () => Undo | undefined
  /** A diff to review. */
  changes?: Changes<z.output<I>>
  /** For inputs with `opened`. By default it is read again as the operation says. */
  opened?: Partial<Opened>
}

/**
 * Confirms a command: consequences, the phrase to type if required, and the API call. On failure the dialog stays open and
 * shows it. A command that needs approval becomes a request.
 */
export function ConfirmDialog<I extends Shape, O extends z.ZodType>({
  op,
  input: given,
  title,
  row,
  description,
  confirm = op.verbs?.do ?? 'Continue',
  pending = op.verbs?.doing ?? 'Working…',
  done,
  tone = 'danger',
  children,
  onDone,
  onFailed,
  undo,
  changes,
  opened: openedOn,
  open,
  onOpenChange,
}: ConfirmProps<I, O> & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [typed, setTyped] = useState('')
  const command = useCommand(op, () => typed)
  const tellDone = useTellDone(op)
  const [now, setNow] = useState<{ opened: unknown }>()
  const input = now ? { ...given, ...now } : given
  const reload = useReload(op, given)
  const opened = openedOn || op.opened ? { reload, ...openedOn } : undefined
  const preview = usePreview(op.id, open ? input : undefined, true)
  const router = useRouter()
  const phraseId = useId()

  const told = preview.data?.data
  const friction = told?.friction ??
    op.friction?.(input, 'production') ?? { level: 'none' as const }
  const because = friction.level === 'none' ? description : friction.because
  const needsApproval = isGated(friction)
  // For requests, the request form asks for the phrase.
  const phrase = typedPhrase(friction)
  const whyNot =
    told?.whyNot ??
    (phrase !== undefined && !fitsPhrase(typed, phrase) ? `Type ${phrase} to continue.` : undefined)

  // A conflict found by the preview counts as much as the refusal it would cause.
  const conflict =
    command.error?.kind === 'conflict'
      ? command.error
      : told?.whyNot
        ? OpError.of('conflict', told.whyNot)
        : undefined

  const isShown = !told?.whyNot || command.error?.message === told.whyNot || opened !== undefined

  const close = (next: boolean) => {
    if (command.isPending) return
    if (!next) {
      command.reset()
      setTyped('')
      setNow(undefined)
    }
    onOpenChange(next)
  }

  const send = () =>
    command.mutate(input, {
      onSuccess: (answer) => {
        onOpenChange(false)
        setTyped('')
        setNow(undefined)
        const title = done ?? op.verbs?.done(input) ?? `Done: ${op.summary(input)}`
        if (undo) void sayUndoable(title, undo(), answer.requestId)
        else tellDone(title, input, answer)
        onDone?.(answer)
      },
      ...(onFailed ? { onError: onFailed } : {}),
    })

  const goOn = () => (needsApproval ? router.push(hrefToAsk(op.id, input)) : send())

  return (
    <Dialog
      open={open}
      size={changes ? 'lg' : 'md'}
      onOpenChange={close}
      title={title ?? `${withName(op.summary(input), row)}?`}
      description={because}
      footer={
        <>
          <CancelButton sending={command} onCancel={() => close(false)}>
            {/* Avoid a second “Cancel” beside a command that cancels something. */}
            {/^cancel\b/i.test(confirm) ? 'Keep' : 'Cancel'}
          </CancelButton>
          <Button
            sends
            variant={needsApproval ? 'primary' : tone}
            pending={command.isPending}
            aria-disabled={whyNot !== undefined}
            aria-describedby={whyNot ? `${phraseId}-why` : undefined}
            onClick={goOn}
          >
            {needsApproval ? 'Request approval' : command.isPending ? pending : confirm}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {told?.lifecycle && <LifecycleNote lifecycle={told.lifecycle} />}
        {opened && conflict ? (
          <ChangedElsewhere
            error={conflict}
            was={input.opened}
            opened={opened}
            onGoOn={(next) => {
              command.reset()
              setNow({ opened: next })
            }}
          />
        ) : (
          command.error && <FailureNote error={command.error} call={{ op: op.id, input }} />
        )}
        {children}
        {told && <Impact tells={told.impact.filter((one) => !because?.includes(one))} />}
        {changes && told && <ChangesShown changes={changesOf(changes, input, told)} />}
        {!changes && told && <PreviewChanges changes={told.changes} />}
        {phrase !== undefined && (
          <TypedPhrase
            id={phraseId}
            phrase={phrase}
            typed={typed}
            onType={setTyped}
            onEnter={() => {
              if (whyNot === undefined && !command.isPending) goOn()
            }}
          />
        )}
        {whyNot && (
          <p id={`${phraseId}-why`} className={isShown ? 'sr-only' : 'text-sm text-warn'}>
            {whyNot}{' '}
            {!isShown && (
              <Button size="sm" pending={preview.isFetching} onClick={() => void preview.refetch()}>
                Check again
              </Button>
            )}
          </p>
        )}
        {preview.error && (
          <Banner tone="warn" title="The API call can’t be shown">
            {preview.error.message}
            <FailureDetails failure={preview.error.failure} />
          </Banner>
        )}
        {told ? (
          <PreviewCalls {...told} />
        ) : (
          // Space for it and for the changes, which come later.
          preview.isPending &&
          op.atlas && <div aria-hidden className={changes ? 'h-72' : 'h-9.5'} />
        )}
      </div>
    </Dialog>
  )
}

/** A sentence with the row's name in place of its ID. IDs of the place stay: it can be the key whose addresses are listed. */
function withName(sentence: string, row: { name: string; place: unknown } | undefined): string {
  const ids = sentence.match(/\b(?:mdb_sa_id_)?[\da-f]{24}\b/g) ?? []
  const [id] = ids
  if (!row || !id || ids.length > 1 || row.name.includes(id)) return sentence
  return Object.values(row.place ?? {}).includes(id)
    ? sentence
    : sentence.replace(id, () => quoted(row.name))
}
