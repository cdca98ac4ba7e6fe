'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type DeepPartial, type FieldValues, FormProvider, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { hrefToAsk } from '@/lib/client/ask'
import { type Answer, callServer } from '@/lib/client/call-server'
import { useCommand } from '@/lib/client/use-op'
import { previewOp } from '@/lib/ops/console'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { CancelButton } from '../ops/cancel-button'
import { ChangedElsewhere, type Opened } from '../ops/changed-elsewhere'
import { type Changes, changesOf } from '../ops/changes'
import { FailureNote } from '../ops/failure-note'
import { useTellDone } from '../ops/tell-done'
import { Button } from '../ui/button'
import { FormFoot } from '../ui/dialog-slots'
import { ConfirmStep, type ConfirmStepProps } from './confirm-step'
import { Consequence, stopOf, useFormPreview } from './consequence'
import { type FieldCheck, OnThePage } from './field'
import { useLeaveWarning } from './leave'
import { onto } from './merge'
import { keepFocus, sendOnce } from './presses'
import { resolverOf } from './resolver'
import { useDraft } from './use-draft'

export type OpFormProps<I extends Shape, O extends z.ZodType> = {
  op: Command<I, O>
  /** Initial values, including fixed ones such as `groupId`; text where `shape` converts it. */
  start: { [K in keyof z.input<I>]?: DeepPartial<z.input<I>[K]> | string } & FieldValues
  onDone?: (answer: Answer<z.output<O>>, input: z.output<I>) => void
  onCancel?: () => void
  /** The button's label: `Allow address`. */
  submit: ReactNode
  /** The label while sending: `Allowing…` */
  pending?: string
  /** Converts the form values to the operation's input before validation. */
  shape?: (values: FieldValues) => FieldValues
  /** False for Gatehouse's own operations, which have no API call. */
  preview?: boolean
  /** The phrase typed in the form itself. */
  phrase?: string
  /** Why it can't be sent. */
  whyNot?: string | undefined
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
  children: ReactNode
}

/** Long failures scroll, so that the buttons stay visible. */
const failureStyle = 'max-h-[40dvh] w-full overflow-y-auto outline-none'

const FILE = 'Request approval'

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
  const tellDone = useTellDone(op)
  const checks = useRef(new Map<string, FieldCheck>())
  const resolver = useMemo(() => resolverOf(op.input, shape, checks.current), [op, shape])
  const form = useForm<FieldValues>({
    defaultValues: start,
    resolver,
    mode: 'onTouched',
    shouldFocusError: false,
  })
  const draft = useDraft(form, op.id, start, op.secrets)
  const [asking, setAsking] = useState<Omit<ConfirmStepProps, 'onCancel'>>()
  const [failed, setFailed] = useState<OpError>()
  const failedAt = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLFormElement>(null)
  const formId = useId()
  const { isDirty, submitCount } = form.formState
  useLeaveWarning(isDirty && !command.isSuccess)

  const names = useRef(new Set<string>())
  /** The field that shows errors for this name: its own, or that of an enclosing object (`pipeline.*`). */
  const fieldOf = (name: string) =>
    names.current.has(name)
      ? name
      : [...names.current]
          .find((n) => n.endsWith('.*') && name.startsWith(n.slice(0, -1)))
          ?.slice(0, -2)
  const page = useMemo(
    () => ({
      add: (name: string) => void names.current.add(name),
      remove: (name: string) => void names.current.delete(name),
      check: (name: string, check: FieldCheck | undefined) =>
        void (check ? checks.current.set(name, check) : checks.current.delete(name)),
    }),
    [],
  )

  const preview = useFormPreview(form, showsCall ? op : undefined, shape)
  const needsApproval = isGated(preview?.friction)

  useEffect(() => {
    if (!failed) return
    failedAt.current?.scrollIntoView({ block: 'nearest' })
    if (!document.activeElement?.closest('[aria-invalid=true]'))
      failedAt.current?.focus({ preventScroll: true })
  }, [failed])

  /** Shows each error beside its field and the rest above the button. */
  const show = (error: OpError) => {
    const left = Object.entries(error.failure.fields ?? {}).filter(([name, message]) => {
      if (fieldOf(name) === undefined) return true
      form.setError(name, { type: 'server', message })
      return false
    })
    const all = Object.keys(error.failure.fields ?? {})
    const firstBad = all.flatMap((name) => fieldOf(name) ?? [])[0]
    if (firstBad) form.setFocus(firstBad)
    setFailed(
      error.kind === 'invalid' && firstBad && left.length === 0
        ? undefined
        : new OpError({ ...error.failure, fields: Object.fromEntries(left) }, { cause: error }),
    )
  }

  const refusedHere = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once the sentences of a refused try stand on the page
  useEffect(() => {
    if (!refusedHere.current) return
    refusedHere.current = false
    // In page order, which may differ from react-hook-form's registration order.
    const bad = box.current?.querySelector<HTMLElement>('[aria-invalid=true]')
    ;(bad?.matches('fieldset') ? bad.querySelector<HTMLElement>('input') : bad)?.focus()
  }, [submitCount])

  /** Errors of values without a field would otherwise block the form silently. */
  const onInvalid = () => {
    refusedHere.current = true
    const result = op.input.safeParse(shape ? shape(form.getValues()) : form.getValues())
    const elsewhere = (result.error?.issues ?? []).flatMap(({ path, message }) => {
      const name = path.map(String).join('.')
      return fieldOf(name) !== undefined ? [] : [[name || 'form', message] as const]
    })
    setFailed(
      elsewhere.length > 0
        ? OpError.of('invalid', 'Fix the following before you continue.', {
            fields: Object.fromEntries(elsewhere),
          })
        : undefined,
    )
  }

  const send = (input: z.output<I>) => {
    setAsking(undefined)
    // Send the validated input; the server validates it again.
    command.mutate(input as unknown as z.input<I>, {
      onSuccess: (answer) => {
        // Reset first: it counts as a change, which would be saved as a draft.
        form.reset(form.getValues())
        draft.drop()
        const done = props.done ?? op.verbs?.done(input)
        if (done !== undefined) tellDone(done, input, answer)
        onDone?.(answer, input)
      },
      onError: show,
    })
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

  /** The check before the confirmation. Closing the form cancels it, and nothing is sent. */
  const check = useRef<AbortController>(undefined)
  const [isChecking, setChecking] = useState(false)
  useEffect(() => () => check.current?.abort(), [])
  const onSubmit = form.handleSubmit(async (values) => {
    if (whyNot !== undefined || command.isPending || isChecking) return
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
        return needsTwo ? router.push(hrefToAsk(op.id, values)) : send(input)
      }
      if (!changes && (needsTwo || data.friction.level === 'none')) return go()
      setAsking({
        preview: data,
        changes: changes && changesOf(changes, input, data),
        ...(needsTwo ? { submit: FILE } : { submit, isDanger: props.isDanger?.(values) }),
        onConfirm: go,
      })
    } catch (error) {
      if (signal.aborted) return
      const bug = OpError.of('bug', 'Something went wrong. Reload the page.')
      show(error instanceof OpError ? error : bug)
    } finally {
      setChecking(false)
    }
  }, onInvalid)

  const isElsewhere = opened !== undefined && failed?.kind === 'conflict'
  const label = () => {
    if (command.isPending) return props.pending ?? op.verbs?.doing ?? 'Working…'
    if (isChecking) return 'Checking…'
    return needsApproval ? FILE : submit
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
          {draft.wasRestored && (
            <p className="flex flex-wrap items-center gap-2 text-muted text-xs">
              We restored your unsaved changes.
              <Button variant="quiet" size="sm" onClick={draft.discard}>
                Discard
              </Button>
            </p>
          )}
          {children}
          {preview && <Consequence preview={preview} />}
          {whyNot && <p className="text-sm text-warn">{whyNot}</p>}
          <FormFoot>
            {failed && !isElsewhere && (
              <div ref={failedAt} tabIndex={-1} className={failureStyle}>
                <FailureNote error={failed} call={{ op: op.id, input: form.getValues() }} />
              </div>
            )}
            {onCancel && <CancelButton sending={command} onCancel={onCancel} />}
            <Button
              type="submit"
              form={formId}
              sends
              variant="primary"
              pending={command.isPending || isChecking}
              aria-disabled={whyNot !== undefined}
              onMouseDown={keepFocus}
            >
              {label()}
            </Button>
          </FormFoot>
        </form>
      </FormProvider>
      {asking && <ConfirmStep {...asking} onCancel={() => setAsking(undefined)} />}
    </OnThePage>
  )
}
