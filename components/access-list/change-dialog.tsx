'use client'
import { isGated, typedPhrase } from '@/lib/ops/friction'
import '@/lib/client/zod-now'
import { useId, useState } from 'react'
import { type FieldValues, FormProvider, useForm, useWatch } from 'react-hook-form'
import { callServer } from '@/lib/client/call-server'
import { serverNow } from '@/lib/client/clock'
import { useMakeStale, useOnce } from '@/lib/client/use-command'
import { useMe } from '@/lib/client/use-me'
import { kindOfAddress } from '@/lib/format/address'
import { readAddress } from '@/lib/format/address-typed'
import {
  allowAddresses,
  MAX_COMMENT,
  removeAddress,
  SECURITY_GROUP_END,
} from '@/lib/ops/access-list'
import { whyNoComment, whyNoEnd } from '@/lib/ops/access-list-entry'
import { OpError } from '@/lib/ops/failure'
import { routes } from '@/lib/routes'
import { EndsField } from '../form/ends-field'
import { Field } from '../form/field'
import { usePreview } from '../ops/call-preview'
import { FailureNote } from '../ops/failure-note'
import { say } from '../ops/tell'
import { fitsPhrase, TypedPhrase } from '../ops/typed-phrase'
import { Banner } from '../ui/banner'
import { Button, ButtonLink } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { Entry } from './entries'

/**
 * Gives an entry another expiry or comment. Atlas has no edit, and whether adding an entry again replaces it is not
 * documented, so it is removed and added again.
 */
export function ChangeDialog({
  groupId,
  entry,
  onClose,
}: {
  groupId: string
  entry: Entry
  onClose: () => void
}) {
  const { value } = entry
  const isGroup = kindOfAddress(value) === 'security-group'
  const makeStale = useMakeStale()
  const once = useOnce()
  const environment = useMe()?.projects.find((p) => p.groupId === groupId)?.environment
  const form = useForm<FieldValues>({
    defaultValues: { comment: entry.comment, endsAt: entry.endsAt },
  })
  const watched = useWatch({ control: form.control })
  const comment = String(watched.comment ?? '')
  const endsAt = typeof watched.endsAt === 'string' ? watched.endsAt : undefined
  const id = useId()
  const [typed, setTyped] = useState('')
  const [step, setStep] = useState<'removing' | 'adding'>()
  const [isRemoved, setRemoved] = useState(false)
  const [failed, setFailed] = useState<OpError>()

  const next = {
    address: value,
    comment,
    ...(endsAt && !isGroup ? { deleteAfterDate: endsAt } : {}),
  }
  const input = { groupId, entries: [next] }
  const fits = allowAddresses.input.safeParse(input).success
  const told = usePreview(allowAddresses.id, fits ? input : undefined).data?.data
  const where = environment ?? 'production'
  const allowing = told?.friction ?? allowAddresses.friction?.(input, where)
  const needsApproval = isGated(allowing)
  const phrase = typedPhrase(allowing)
  const isReady = phrase === undefined || fitsPhrase(typed, phrase)
  // Once removed it could not be added again.
  const read = readAddress(value)
  const refused = 'whyNot' in read ? read.whyNot : undefined
  const isSame = comment === entry.comment && (endsAt ?? null) === entry.endsAt

  async function save() {
    setFailed(undefined)
    const problems = {
      comment: whyNoComment(comment),
      endsAt: endsAt && !isGroup ? whyNoEnd(endsAt, serverNow()) : undefined,
    }
    form.clearErrors()
    for (const [name, message] of Object.entries(problems))
      if (message) form.setError(name, { message })
    if (problems.comment || problems.endsAt || refused || !isReady || step) return
    try {
      if (!isRemoved) {
        setStep('removing')
        const gone = { groupId, entryValue: value }
        await once(gone, (key) => callServer(removeAddress, gone, { key })).catch(
          (error: unknown) => {
            if (!(error instanceof OpError && error.failure.atlas?.status === 404)) throw error
          },
        )
        setRemoved(true)
      }
      setStep('adding')
      const { requestId } = await once(input, (key) =>
        callServer(allowAddresses, input, { key, confirm: typed }),
      )
      void say(`${value} updated`, { requestId })
      onClose()
    } catch (error) {
      setFailed(
        error instanceof OpError ? error : OpError.of('bug', 'This form failed. Reload the page.'),
      )
    } finally {
      setStep(undefined)
      await makeStale(allowAddresses.invalidates ?? [])
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !step && onClose()}
      title={`Edit ${value}`}
      description="Atlas can’t edit an entry, so it is removed and added again. New connections fail for a moment."
      footer={
        <>
          <Button onClick={onClose}>{isRemoved ? 'Keep it removed' : 'Cancel'}</Button>
          {needsApproval ? (
            <ButtonLink
              variant="primary"
              href={routes.newRequest({ op: allowAddresses.id, groupId, input })}
            >
              Request approval…
            </ButtonLink>
          ) : (
            <Button
              sends
              type="submit"
              form={`${id}-form`}
              variant="primary"
              pending={step !== undefined}
              aria-disabled={(isSame && !isRemoved) || !isReady || refused !== undefined}
            >
              {step === 'removing'
                ? 'Removing…'
                : step === 'adding'
                  ? 'Adding…'
                  : isRemoved
                    ? 'Add again'
                    : 'Save'}
            </Button>
          )}
        </>
      }
    >
      <FormProvider {...form}>
        <form
          id={`${id}-form`}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (!needsApproval && (!isSame || isRemoved)) void save()
          }}
        >
          {refused && (
            <Banner tone="warn" title="This entry can’t be edited">
              {refused}
            </Banner>
          )}
          {failed && <FailureNote error={failed} call={{ op: allowAddresses.id, input }} />}
          {failed && isRemoved && (
            <Banner tone="bad" title={`${value} is not on the list`}>
              It was removed and could not be added again. Try again, or keep it removed.
            </Banner>
          )}
          <EndsField
            name="endsAt"
            label="Expires"
            whyNone={isGroup ? SECURITY_GROUP_END : undefined}
          />
          <Field name="comment" label="Comment" hint={`${comment.length} of ${MAX_COMMENT}`} />
          {allowing && allowing.level !== 'none' && (
            <p className="text-sm text-warn">{allowing.because}</p>
          )}
          {phrase !== undefined && (
            <TypedPhrase
              id={id}
              phrase={phrase}
              typed={typed}
              onType={setTyped}
              onEnter={() => {
                if (!isSame || isRemoved) void save()
              }}
            />
          )}
        </form>
      </FormProvider>
    </Dialog>
  )
}
