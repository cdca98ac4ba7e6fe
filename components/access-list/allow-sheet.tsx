'use client'
import { type KeyboardEvent, useId, useRef } from 'react'
import { FormProvider } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { useWhyNot } from '@/lib/client/use-me'
import { allowAddresses, MAX_COMMENT, SECURITY_GROUP_END } from '@/lib/ops/access-list'
import { routes } from '@/lib/routes'
import { ConfirmStep } from '../form/confirm-step'
import { Consequence } from '../form/consequence'
import { EndsField } from '../form/ends-field'
import { Field, TextareaField } from '../form/field'
import { RefusableButton } from '../ops/action-button'
import { FailureNote } from '../ops/failure-note'
import { Banner } from '../ui/banner'
import { Button, ButtonLink } from '../ui/button'
import { Sheet } from '../ui/dialog'
import { ApprovalPart } from './approval-part'
import type { Entry } from './entries'
import { MyAddress } from './my-address'
import { untilOf, whatOf } from './plan'
import { Recognized } from './recognized'
import { type AllowStart, useAllow } from './use-allow'

// An IPv6 block in the label must not push the button out of a narrow sheet.
const wraps = 'h-auto min-h-8 whitespace-normal break-words py-1'

/** Allows addresses: typed or pasted, one or many; what is wide goes to a second person from here too. */
export function AllowSheet({
  groupId,
  existing,
  start,
  onMine,
  onClose,
  onChange,
}: {
  groupId: string
  existing: readonly Entry[] | undefined
  start: AllowStart | undefined
  onMine: (values: readonly string[]) => void
  onClose: () => void
  /** Changes an entry that is there already. */
  onChange: (entry: Entry) => void
}) {
  const formId = useId()
  const box = useRef<HTMLFormElement>(null)
  const refused = useWhyNot(allowAddresses, { kind: 'project', groupId })
  const a = useAllow({ groupId, existing, start, onMine, onClose })
  const { form, plan, values } = a
  const { direct, wide } = plan
  const isMixed = direct.length > 0 && wide.length > 0
  const onlyWide = direct.length === 0 && wide.length > 0
  const length = values.comment.trim().length

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) box.current?.requestSubmit()
  }

  const request = (look: 'primary' | 'plain') => (
    <RefusableButton
      look={look}
      whyNot={refused ?? a.mayFile}
      pending={a.isFiling}
      className={wraps}
      onPress={() => void a.submitRequest()}
    >
      {a.isFiling
        ? 'Filing the request…'
        : isMixed
          ? `Request approval for ${whatOf(wide)}`
          : 'Request approval…'}
    </RefusableButton>
  )

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add to the access list"
      description="Whoever comes from there can try to sign in to the clusters of this project."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {isMixed && request('plain')}
          {onlyWide ? (
            request('primary')
          ) : (
            <RefusableButton
              look="primary"
              whyNot={refused}
              pending={a.isAllowing}
              className={wraps}
              onPress={() => box.current?.requestSubmit()}
            >
              {a.isAllowing
                ? 'Allowing…'
                : direct.length === 0
                  ? 'Allow address'
                  : `Allow ${whatOf(direct)} ${untilOf(direct, serverNow())}`}
            </RefusableButton>
          )}
        </>
      }
    >
      <FormProvider {...form}>
        <form
          ref={box}
          id={formId}
          noValidate
          className="grid grid-cols-1 gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            // What only another person can decide is never sent by a key.
            if (refused === undefined && !onlyWide) void a.submitDirect()
          }}
        >
          {refused && <Banner tone="warn" title={refused} />}
          {a.failed && (
            <div className="grid gap-2">
              <FailureNote error={a.failed.error} />
              {a.failed.after && <p className="text-sm">{a.failed.after}</p>}
            </div>
          )}
          {a.told && (
            <Banner
              tone={a.told.tone}
              role="status"
              title={a.told.title}
              actions={
                a.told.requestId && (
                  <ButtonLink size="sm" href={routes.request(a.told.requestId)}>
                    Open the request
                  </ButtonLink>
                )
              }
            />
          )}
          {a.draft.wasRestored && (
            <p className="flex flex-wrap items-center gap-2 text-muted text-xs">
              What you typed before is back.
              <Button look="quiet" size="sm" onClick={a.draft.discard}>
                Start over
              </Button>
            </p>
          )}
          <div className="grid gap-2">
            <TextareaField
              name="text"
              label="Address"
              rows={1}
              spellCheck={false}
              autoCapitalize="off"
              onKeyDown={onKeyDown}
              placeholder="203.0.113.8"
              className="min-h-8 font-mono text-xs leading-5 placeholder:text-faint pointer-coarse:min-h-10"
              hint="One or many: addresses, CIDR blocks, IPv6, AWS security groups. A line may bring its comment: 203.0.113.8  # VPN exit"
            />
            <MyAddress
              onUse={(address) => {
                form.setValue('text', [values.text.trim(), address].filter(Boolean).join('\n'), {
                  shouldDirty: true,
                })
                form.clearErrors('text')
                form.setFocus('comment')
              }}
            />
            <Recognized
              plan={plan}
              onChange={(value) => {
                const entry = existing?.find((e) => e.value === value)
                if (entry) onChange(entry)
              }}
            />
            {existing === undefined && plan.all.length > 0 && (
              <p className="text-warn text-xs">
                The present list is not read yet, so what is there already cannot be seen.
              </p>
            )}
          </div>
          <Field
            name="comment"
            label="Who and why"
            onKeyDown={onKeyDown}
            hint={
              <span className="flex justify-between gap-4">
                <span>For whoever finds it here in a year.</span>
                <span className={length > MAX_COMMENT ? 'text-bad' : undefined}>
                  {length} of {MAX_COMMENT}
                </span>
              </span>
            }
          />
          <EndsField
            name="endsAt"
            label="Ends"
            whyNone={plan.onlyGroups ? SECURITY_GROUP_END : undefined}
          />
          {wide.length > 0 && <ApprovalPart groupId={groupId} wide={wide} byPolicy={a.byPolicy} />}
          {a.preview && direct.length > 0 && (
            <div className="*:grid-cols-1">
              <Consequence preview={a.preview} />
            </div>
          )}
        </form>
      </FormProvider>
      {a.asking && (
        <ConfirmStep
          preview={a.asking.preview}
          submit={`Allow ${whatOf(direct)} ${untilOf(direct, serverNow())}`}
          onConfirm={a.confirm}
          onCancel={a.cancelAsking}
        />
      )}
    </Sheet>
  )
}
