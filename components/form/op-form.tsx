'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { DeepPartial, FieldValues, UseFormReturn } from 'react-hook-form'
import { FormProvider, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { hrefToAsk } from '@/lib/client/ask'
import { callServer } from '@/lib/client/call-server'
import { useCommand } from '@/lib/client/use-command'
import { type Preview, previewOp } from '@/lib/ops/console'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { fileRequest } from '@/lib/ops/requests'
import type { Undo } from '../ops/bulk-asked'
import { CancelButton } from '../ops/cancel-button'
import { ChangedElsewhere, type Opened } from '../ops/changed-elsewhere'
import { type Changes, changesOf } from '../ops/changes'
import { FailureNote } from '../ops/failure-note'
import { sayUndoable } from '../ops/tell'
import { useTellDone } from '../ops/tell-done'
import { Button } from '../ui/button'
import { FormFoot } from '../ui/dialog-slots'
import { ConfirmStep, type ConfirmStepProps } from './confirm-step'
import { Consequence, stopOf, useFormPreview } from './consequence'
import { DraftRestored } from './draft-restored'
import { type FieldCheck, OnThePage } from './field'
import { useLeaveWarning } from './leave'
import { onto } from './merge'
import { keepFocus, sendOnce } from './presses'
import { resolverOf } from './resolver'
import { identityOf, useDraft } from './use-draft'
import { useFormErrors } from './use-form-errors'

export type OpFormProps<I extends Shape, O extends z.ZodType> = {
  op: Command<I, O>
  /** Initial values, including fixed ones such as `groupId`; text where `shape` converts it. */
  start: { [K in keyof z.input<I>]?: DeepPartial<z.input<I>[K]> | string } & FieldValues
  onDone?: (answer: Answer<z.output<O>>, input: z.output<I>, form: UseFormReturn) => void
  /** For a form with a `RequestPart`: it files requests itself, instead of opening the request form. */
  onRequested?: (requestId: string, input: z.output<I>, form: UseFormReturn) => void
  onCancel?: () => void
  /** The button's label: `Allow address`. */
  submit: ReactNode | ((values: FieldValues) => ReactNode)
  /** The label while sending: `Allowing…` */
  pending?: string
  /** Converts the form values to the operation's input before validation. */
  shape?: (values: FieldValues) => FieldValues
  /** False for Gatehouse's own operations, which have no API call. */
  preview?: boolean
  /** What has to happen first. If it throws, nothing is sent. */
  before?: () => Promise<void>
  /** The phrase typed in the form itself. */
  phrase?: string
  /** Why it can't be sent. */
  whyNot?: string | undefined
  /** The form itself shows that reason, so it is not repeated above the button. */
  isWhyNotShown?: boolean
  /** A diff that is always reviewed before sending. */
  changes?: Changes<z.output<I>>
  /** For inputs with `opened`: how to continue after someone else changed the resource. */
  opened?: Opened & {
    /** Initial values for a newer `opened`; untouched fields take them. */
    start?: (now: unknown) => FieldValues
  }
  /** Whether sending these values destroys something: the last button is then red. */
  isDanger?: (values: FieldValues) => boolean
  /** The success message, with Undo if the operation has one. */
  done?: string
  /** In place of the operation's own undo. */
  undo?: (input: z.output<I>) => Undo | undefined
  /** What people review before sending. With `isNeeded` even where the operation asks for no confirmation. */
  review?: (values: FieldValues) => { show: ReactNode; isNeeded: boolean }
  /** Gets each preview with the form's values. */
  onPreview?: (preview: Preview | undefined, values: FieldValues) => void
  /** More about a failure. */
  refusal?: (error: OpError) => ReactNode
  /** What the draft belongs to. By default the initial values. */
  draftOf?: FieldValues
  /** The fields with secrets. By default those of the operation. */
  secretsIn?: (values: FieldValues) => readonly string[]
  children: ReactNode
}

/** Long failures scroll, so that the buttons stay visible. */
const failureStyle = 'max-h-[40dvh] w-full overflow-y-auto outline-none'

const FILE = 'Request approval'

const asOpError = (error: unknown) =>
  error instanceof OpError ? error : OpError.of('bug', 'Something went wrong. Reload the page.')

/**
 * A form for an operation. It validates with the operation's input schema and focuses the first invalid field, shows the
 * server's errors beside their fields and all others above the button, keeps a draft in the tab (never secret fields),
 * warns before leaving, and shows the consequence, its confirmation and the API call.
 */
export function OpForm<I extends Shape, O extends z.ZodType>(props: OpFormProps<I, O>) {
  const { op, start, onDone, onCancel, submit, shape, whyNot, children, changes, opened } = props
  const showsCall = props.preview ?? (op.atlas ?? op.guided) !== undefined
  const router = useRouter()
  const typed = useRef('')
  const command = useCommand(op, () => props.phrase ?? typed.current)
  const file = useCommand(fileRequest)
  const tellDone = useTellDone(op)
  const checks = useRef(new Map<string, FieldCheck>())
  const resolver = useMemo(() => resolverOf(op.input, shape, checks.current), [op, shape])
  const values = (of: UseFormReturn) => (shape ? shape(of.getValues()) : of.getValues())
  const form = useForm<FieldValues>({
    defaultValues: start,
    resolver,
    mode: 'onTouched',
    shouldFocusError: false,
  })
  const draft = useDraft(
    form,
    op.id,
    start,
    props.secretsIn ?? op.secrets,
    props.draftOf ?? identityOf(op.input, start),
  )
  const [asking, setAsking] = useState<Omit<ConfirmStepProps, 'onCancel'>>()
  const box = useRef<HTMLFormElement>(null)
  const formId = useId()
  const { isDirty } = form.formState
  const { failed, setFailed, failedAt, show, onInvalid, page } = useFormErrors({
    form,
    box,
    checks: checks.current,
    issues: () => op.input.safeParse(values(form)).error?.issues ?? [],
  })
  useLeaveWarning(isDirty && !command.isSuccess)

  const preview = useFormPreview(form, showsCall ? op : undefined, shape)
  const needsApproval = isGated(preview?.friction)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function is no new preview
  useEffect(() => props.onPreview?.(preview, form.getValues()), [preview])

  const [isStarting, setStarting] = useState(false)
  const send = async (input: z.output<I>) => {
    setAsking(undefined)
    if (props.before) {
      setStarting(true)
      const failure = await props.before().then(() => undefined, asOpError)
      setStarting(false)
      if (failure) return show(failure)
    }
    // Send the validated input; the server validates it again.
    command.mutate(input as unknown as z.input<I>, {
      onSuccess: (answer) => {
        // Reset first: it counts as a change, which would be saved as a draft.
        form.reset(form.getValues())
        draft.drop()
        const done = props.done ?? op.verbs?.done(input)
        if (done !== undefined && props.undo)
          void sayUndoable(done, props.undo(input), answer.requestId)
        else if (done !== undefined) tellDone(done, input, answer)
        onDone?.(answer, input, form)
      },
      onError: show,
    })
  }

  const request = (input: z.output<I>) => {
    const { reason, ticket } = form.getValues()
    file.mutate(
      { op: op.id, input, reason, ticket },
      {
        onSuccess: ({ data }) => {
          form.reset(form.getValues())
          draft.drop()
          props.onRequested?.(data.requestId, input, form)
        },
        onError: show,
      },
    )
  }

  /** Keeps touched fields and takes everything else from the current state. */
  const goOnFrom = (now: unknown) => {
    setFailed(undefined)
    const before = form.formState.defaultValues ?? {}
    const next: FieldValues = { ...before, ...opened?.start?.(now), opened: now }
    const merged = onto(before, form.getValues(), next)
    form.reset(next)
    for (const [name, value] of Object.entries(merged))
      if (value !== next[name]) form.setValue(name, value, { shouldDirty: true, shouldTouch: true })
  }

  /** The check before the confirmation. Closing the form cancels it, and nothing is sent: its button does not keep it open. */
  const check = useRef<AbortController>(undefined)
  const [isChecking, setChecking] = useState(false)
  useEffect(() => () => check.current?.abort(), [])
  const onSubmit = form.handleSubmit(async (values) => {
    if (whyNot !== undefined || isSending || isChecking) return
    setFailed(undefined)
    const input = values as z.output<I>
    if (!showsCall) return send(input)
    check.current = new AbortController()
    const { signal } = check.current
    setChecking(true)
    try {
      const { data } = await callServer(
        previewOp,
        { op: op.id, input: values, fresh: true },
        { signal },
      )
      if (signal.aborted) return
      const stop = stopOf(data)
      if (stop) return show(stop)
      const needsTwo = isGated(data.friction)
      const go = (phrase = '') => {
        typed.current = phrase
        if (!needsTwo) return send(input)
        return isAskedHere ? request(input) : router.push(hrefToAsk(op.id, values))
      }
      const look = props.review?.(form.getValues())
      const isPlain = needsTwo || (data.friction.level === 'none' && !look?.isNeeded)
      if (!changes && isPlain) return go()
      setAsking({
        preview: data,
        changes: changes && changesOf(changes, input, data),
        children: look?.show,
        ...(needsTwo ? { submit: FILE } : { submit: label, isDanger: props.isDanger?.(values) }),
        onConfirm: go,
      })
    } catch (error) {
      if (signal.aborted) return
      show(asOpError(error))
    } finally {
      setChecking(false)
    }
  }, onInvalid)

  const isAskedHere = props.onRequested !== undefined
  const isSending = isStarting || command.isPending || file.isPending
  const label = typeof submit === 'function' ? submit(form.getValues()) : submit
  const isElsewhere = opened !== undefined && failed?.kind === 'conflict'
  const button = () => {
    if (isSending) return props.pending ?? op.verbs?.doing ?? 'Working…'
    if (isChecking) return 'Checking…'
    return needsApproval ? FILE : label
  }

  return (
    <OnThePage value={page}>
      <FormProvider {...form}>
        <form
          ref={box}
          id={formId}
          onSubmit={onSubmit}
          onKeyDown={sendOnce}
          noValidate
          className="grid grid-cols-1 gap-4"
        >
          {isElsewhere && (
            <div ref={failedAt} tabIndex={-1} className="outline-none">
              <ChangedElsewhere
                error={failed}
                was={form.getValues('opened')}
                opened={opened}
                onGoOn={goOnFrom}
              />
            </div>
          )}
          {draft.wasRestored && <DraftRestored onDiscard={draft.discard} />}
          {children}
          {whyNot && (
            <p className={props.isWhyNotShown ? 'sr-only' : 'text-sm text-warn'}>{whyNot}</p>
          )}
          {showsCall && !(isAskedHere && needsApproval) && (
            <Consequence {...{ preview, failed }} said={whyNot} />
          )}
          <FormFoot>
            {failed && !isElsewhere && (
              <div ref={failedAt} tabIndex={-1} className={failureStyle}>
                <FailureNote error={failed} call={{ op: op.id, input: form.getValues() }} />
                {props.refusal?.(failed)}
              </div>
            )}
            {onCancel && <CancelButton sending={command} onCancel={onCancel} />}
            <Button
              type="submit"
              form={formId}
              sends={!isChecking}
              variant="primary"
              pending={isSending || isChecking}
              aria-disabled={whyNot !== undefined}
              onMouseDown={keepFocus}
            >
              {button()}
            </Button>
          </FormFoot>
        </form>
      </FormProvider>
      {asking && <ConfirmStep {...asking} onCancel={() => setAsking(undefined)} />}
    </OnThePage>
  )
}
