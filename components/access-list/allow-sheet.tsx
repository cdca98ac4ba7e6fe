'use client'
import { type KeyboardEvent, useId, useRef } from 'react'
import { FormProvider } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { useWhyNot } from '@/lib/client/use-me'
import { count, list } from '@/lib/format/words'
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
import { EntryLines } from './entry-line'
import { MyAddress } from './my-address'
import { OwnComment, OwnEnd } from './own-values'
import { type Plan, untilOf, whatOf } from './plan'
import { Recognized } from './recognized'
import { type AllowStart, type Failed, useAllow } from './use-allow'

// An IPv6 block in the label must not push the button out of a narrow sheet.
const wraps = 'h-auto min-h-8 whitespace-normal break-words py-1'

/** Adds addresses, typed or pasted; files a request for those that need approval. */
export function AllowSheet({
  groupId,
  existing,
  start,
  onClose,
  onChange,
}: {
  groupId: string
  existing: readonly Entry[] | undefined
  start: AllowStart | undefined
  onClose: () => void
  /** Edits an entry that is on the list already. */
  onChange: (entry: Entry) => void
}) {
  const formId = useId()
  const box = useRef<HTMLFormElement>(null)
  const refused = useWhyNot(allowAddresses, { kind: 'project', groupId })
  const a = useAllow({ groupId, existing, start, onClose })
  const { form, plan, values } = a
  const { direct, wide } = plan
  const isMixed = direct.length > 0 && wide.length > 0
  const onlyWide = direct.length === 0 && wide.length > 0
  const only = plan.all.length === 1 && plan.bad.length === 0 ? plan.all[0] : undefined
  const endless = `${count(plan.endless, 'security group')} never ${plan.endless === 1 ? 'expires' : 'expire'}. ${SECURITY_GROUP_END}`
  const length = values.comment.trim().length

  const onKeyDown = (event: KeyboardEvent) => {
    // The button is outside of the form, so the browser does not submit on Enter.
    const isField = event.currentTarget instanceof HTMLInputElement
    if (event.key === 'Enter' && (isField || event.ctrlKey || event.metaKey))
      box.current?.requestSubmit()
  }

  const request = (look: 'primary' | 'plain') => (
    <RefusableButton
      variant={look}
      whyNot={refused ?? a.mayFile}
      pending={a.isFiling}
      className={wraps}
      onPress={() => void a.submitRequest()}
    >
      {a.isFiling
        ? 'Sending the request…'
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
      description="Clients at these addresses can try to sign in to the clusters of this project."
      footer={
        <>
          {a.failed && <Refusal failed={a.failed} />}
          <Button onClick={onClose}>Cancel</Button>
          {isMixed && request('plain')}
          {onlyWide ? (
            request('primary')
          ) : (
            <RefusableButton
              variant="primary"
              whyNot={refused}
              pending={a.isAllowing}
              className={wraps}
              onPress={() => box.current?.requestSubmit()}
            >
              {a.isAllowing
                ? 'Allowing…'
                : direct.length === 0
                  ? 'Allow address'
                  : `Allow ${whatOf(direct)} ${untilOf(direct, serverNow())}`.trim()}
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
            // A request is never filed by pressing Enter.
            if (refused === undefined && !onlyWide) void a.submitDirect()
          }}
        >
          {refused && <Banner tone="warn" title={refused} />}
          {a.note && (
            <Banner
              tone={a.note.tone}
              role="status"
              title={a.note.title}
              actions={
                a.note.requestId && (
                  <ButtonLink size="sm" href={routes.request(a.note.requestId)}>
                    View request
                  </ButtonLink>
                )
              }
            />
          )}
          {a.draft.wasRestored && (
            <p className="flex flex-wrap items-center gap-2 text-muted text-xs">
              Your draft was restored.
              <Button variant="quiet" size="sm" onClick={a.startOver}>
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
              hint="One or more IP addresses, CIDR blocks or AWS security groups. Add a comment after #. JSON, Terraform, YAML and CSV work too."
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
              refused={a.failed?.refused ?? []}
              onChange={(value) => {
                const entry = existing?.find((e) => e.value === value)
                if (entry) onChange(entry)
              }}
            />
            {a.isReading && <p className="text-muted text-xs">Reading…</p>}
            {existing === undefined && plan.all.length > 0 && (
              <p className="text-warn text-xs">
                The current list isn’t loaded yet, so duplicates can’t be shown.
              </p>
            )}
          </div>
          {only?.comment !== undefined ? (
            <OwnComment planned={only} />
          ) : (
            <Field
              name="comment"
              label="Comment"
              onKeyDown={onKeyDown}
              hint={
                <span className="flex justify-between gap-4">
                  <span>Who needs it and why.</span>
                  <span className={length > MAX_COMMENT ? 'text-bad' : undefined}>
                    {length} of {MAX_COMMENT}
                  </span>
                </span>
              }
            />
          )}
          {only?.end !== undefined ? (
            <OwnEnd planned={only} />
          ) : (
            <EndsField
              name="endsAt"
              label="Expires"
              whyNone={plan.onlyGroups ? SECURITY_GROUP_END : undefined}
            />
          )}
          {plan.endless > 0 && !plan.onlyGroups && <p className="text-warn text-xs">{endless}</p>}
          {wide.length > 0 && <ApprovalPart groupId={groupId} wide={wide} because={plan.because} />}
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
          submit={`Allow ${whatOf(direct)} ${untilOf(direct, serverNow())}`.trim()}
          onConfirm={a.confirm}
          onCancel={a.cancelAsking}
        >
          <EntryLines entries={direct} />
          <LeftOut plan={plan} endless={endless} />
        </ConfirmStep>
      )}
    </Sheet>
  )
}

/** Why the last press did nothing, above the button that was pressed; with the lines that Atlas refused. */
function Refusal({ failed: { error, after, refused = [] } }: { failed: Failed }) {
  const lines = refused.slice(0, 5).map((p) => `line ${p.line} (${p.value})`)
  return (
    <div className="max-h-60 w-full basis-full overflow-y-auto">
      <FailureNote error={error} />
      {lines.length > 0 && (
        <p className="mt-1 text-bad text-sm">
          Atlas refused {list(lines)}
          {refused.length > lines.length && ` and ${refused.length - lines.length} more`}. Nothing
          was added.
        </p>
      )}
      {after && <p className="mt-1 text-sm">{after}</p>}
    </div>
  )
}

/** What the confirmation must not hide: lines that are left out, entries that get no expiry. */
function LeftOut({ plan, endless }: { plan: Plan; endless: string }) {
  const lines = [
    ...(plan.bad.length > 0 ? [`${count(plan.bad.length, 'invalid line')} won’t be added.`] : []),
    ...(plan.already.length > 0
      ? [`${count(plan.already.length, 'address is', 'addresses are')} already on the list.`]
      : []),
    ...(plan.endless > 0 ? [endless] : []),
  ]
  if (lines.length === 0) return null
  return (
    <ul className="grid list-disc gap-1 pl-5 text-sm text-warn">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
