'use client'
import { type KeyboardEvent, useContext, useEffect } from 'react'
import { type FieldValues, useFormContext, useWatch } from 'react-hook-form'
import { list } from '@/lib/format/words'
import { allowAddresses, MAX_COMMENT, SECURITY_GROUP_END } from '@/lib/ops/access-list'
import { routes } from '@/lib/routes'
import { EndsField } from '../form/ends-field'
import { Field, OnThePage, TextareaField } from '../form/field'
import { RequestPart, useTerms } from '../form/request-part'
import { Banner } from '../ui/banner'
import { ButtonLink } from '../ui/button'
import type { Entry } from './entries'
import { MyAddress } from './my-address'
import { OwnComment, OwnEnd } from './own-values'
import { endlessOf, type Plan, whatOf } from './plan'
import { Recognized } from './recognized'

const SHOWN = 5

/** What was done while something is left in the sheet. */
export type Told = { tone: 'good' | 'warn'; title: string; requestId?: string }

/** The fields to add addresses, with each line as it will be sent. */
export function AllowFields({
  groupId,
  existing,
  planFor,
  isReading,
  note,
  refused,
  onText,
  onChange,
}: {
  groupId: string
  existing: readonly Entry[] | undefined
  planFor: (values: FieldValues) => Plan
  isReading: boolean
  note: Told | undefined
  /** The addresses that Atlas refused. */
  refused: readonly string[]
  onText: (text: string) => void
  onChange: (entry: Entry) => void
}) {
  const form = useFormContext()
  const values = useWatch()
  const plan = planFor(values)
  const { wide } = plan
  const text = String(values.entries ?? '')
  useEffect(() => onText(text), [onText, text])
  useChecks(planFor, isReading)
  const only = plan.all.length === 1 && plan.bad.length === 0 ? plan.all[0] : undefined
  const length = String(values.comment ?? '').trim().length

  return (
    <>
      {note && (
        <Banner
          tone={note.tone}
          role="status"
          title={note.title}
          actions={
            note.requestId && (
              <ButtonLink size="sm" href={routes.request(note.requestId)}>
                View request
              </ButtonLink>
            )
          }
        />
      )}
      <div className="grid gap-2">
        <TextareaField
          name="entries"
          label="Address"
          rows={1}
          spellCheck={false}
          autoCapitalize="off"
          onKeyDown={submitOnCtrlEnter}
          placeholder="203.0.113.8"
          className="min-h-8 font-mono text-xs leading-5 placeholder:text-faint pointer-coarse:min-h-10"
          hint="One or more IP addresses, CIDR blocks or AWS security groups. Add a comment after #. JSON, Terraform, YAML and CSV work too."
        />
        <MyAddress
          onUse={(address) => {
            const next = [text.trim(), address].filter(Boolean).join('\n')
            form.setValue('entries', next, { shouldDirty: true })
            form.clearErrors('entries')
            form.setFocus('comment')
          }}
        />
        <Recognized
          plan={plan}
          refused={plan.all.filter((p) => refused.includes(p.value))}
          onChange={(value) => {
            const entry = existing?.find((e) => e.value === value)
            if (entry) onChange(entry)
          }}
        />
        {isReading && <p className="text-muted text-xs">Reading…</p>}
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
      {plan.endless > 0 && !plan.onlyGroups && (
        <p className="text-warn text-xs">{endlessOf(plan)}</p>
      )}
      {wide.length > 0 && <Wide groupId={groupId} plan={plan} />}
    </>
  )
}

const submitOnCtrlEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
    event.currentTarget.form?.requestSubmit()
}

/** The plan's problems block the form, each at its field. */
function useChecks(planFor: (values: FieldValues) => Plan, isReading: boolean) {
  const form = useFormContext()
  const page = useContext(OnThePage)
  useEffect(() => {
    page.add('entries.*')
    const problem = (name: keyof Plan['problems']) => () => planFor(form.getValues()).problems[name]
    page.check('entries', () => {
      if (isReading) return 'Gatehouse is still reading this. Try again in a moment.'
      const { problems, direct, wide } = planFor(form.getValues())
      if (Object.keys(problems).length > 0) return problems.text
      // What a line itself says, such as an expiry.
      const sent = (direct.length > 0 ? direct : wide).map((p) => p.entry)
      return allowAddresses.input.shape.entries.safeParse(sent).error?.issues[0]?.message
    })
    page.check('comment', problem('comment'))
    page.check('endsAt', problem('endsAt'))
    return () => {
      page.remove('entries.*')
      for (const name of ['entries', 'comment', 'endsAt']) page.check(name, undefined)
    }
  }, [form, page, planFor, isReading])
}

/** Asks for the reason of a request for the entries that need approval. */
function Wide({ groupId, plan: { wide, because } }: { groupId: string; plan: Plan }) {
  const entries = wide.map((p) => p.entry)
  const [first] = entries
  const input = { groupId, entries }
  const isFit = allowAddresses.input.safeParse(input).success
  const terms = useTerms(allowAddresses.id, isFit ? input : undefined)
  return (
    <RequestPart
      terms={terms}
      title={
        wide.length === 1
          ? `${first?.address} needs approval`
          : `${whatOf(wide)} need approval: ${list(wide.map((p) => p.value).slice(0, SHOWN))}${wide.length > SHOWN ? ` and ${wide.length - SHOWN} more` : ''}`
      }
    >
      {because}
      {entries.some((e) => e.deleteAfterDate) &&
        ' The expiry counts from now, not from the approval.'}
    </RequestPart>
  )
}
