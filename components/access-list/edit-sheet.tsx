'use client'
import '@/lib/client/zod-now'
import { useContext, useEffect, useRef, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { callServer } from '@/lib/client/call-server'
import { useOnce } from '@/lib/client/use-command'
import { kindOfAddress } from '@/lib/format/address'
import { readAddress } from '@/lib/format/address-typed'
import { inUtc } from '@/lib/format/time'
import {
  allowAddresses,
  entryValue,
  listAccess,
  MAX_COMMENT,
  removeAddress,
  SECURITY_GROUP_END,
} from '@/lib/ops/access-list'
import { OpError } from '@/lib/ops/failure'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { EndsField } from '../form/ends-field'
import { Field, OnThePage } from '../form/field'
import { Banner } from '../ui/banner'
import { type Entry, entryOf } from './entries'

const COMMENT = 'entries.0.comment'
const END = 'entries.0.deleteAfterDate'

/**
 * Gives an entry another expiry or comment. Atlas has no edit, and whether adding an entry again replaces it is not
 * documented, so it is removed and added again.
 */
export function EditSheet({
  groupId,
  entry,
  onClose,
}: {
  groupId: string
  entry: Entry
  onClose: () => void
}) {
  const { value, comment, endsAt } = entry
  const isGroup = kindOfAddress(value) === 'security-group'
  const once = useOnce()
  const [isRemoved, setRemoved] = useState(false)
  // What the form was opened with, or was said to be there instead.
  const known = useRef<Shown | undefined>(entry)
  // Once removed it could not be added again.
  const read = readAddress(value)
  const whyNot = 'whyNot' in read ? `This entry can’t be edited: ${read.whyNot}` : undefined

  async function remove() {
    if (isRemoved) return
    const now = await entryNow(groupId, value)
    if (now?.comment !== known.current?.comment || now?.endsAt !== known.current?.endsAt) {
      known.current = now
      throw OpError.of('conflict', changedSince(now))
    }
    const gone = { groupId, entryValue: value }
    await once(gone, (key) => callServer(removeAddress, gone, { key })).catch((error: unknown) => {
      if (!(error instanceof OpError && error.failure.atlas?.status === 404)) throw error
    })
    setRemoved(true)
  }

  return (
    <FormSheetOpen
      op={allowAddresses}
      title={`Edit ${value}`}
      description="Atlas can’t edit an entry, so it is removed and added again. New connections fail for a moment."
      start={{ groupId, entries: [{ address: value, comment, deleteAfterDate: endsAt }] as never }}
      shape={(values) => {
        const [{ deleteAfterDate, ...rest }] = values.entries
        return {
          groupId,
          entries: [{ ...rest, ...(deleteAfterDate && !isGroup ? { deleteAfterDate } : {}) }],
        }
      }}
      whyNot={whyNot}
      submit={isRemoved ? 'Add again' : 'Save'}
      pending="Saving…"
      before={remove}
      done={`${value} updated`}
      // The operation's own undo would remove the entry.
      undo={() => undefined}
      refusal={() =>
        isRemoved && (
          <Banner tone="bad" title={`${value} is not on the list`}>
            It was removed and could not be added again. Try again, or cancel to keep it removed.
          </Banner>
        )
      }
      onClose={onClose}
    >
      <Fields entry={entry} isRemoved={isRemoved} isGroup={isGroup} />
    </FormSheetOpen>
  )
}

type Shown = Pick<Entry, 'comment' | 'endsAt'>

async function entryNow(groupId: string, value: string): Promise<Shown | undefined> {
  const { data } = await callServer(listAccess, { groupId })
  const same = data.results.filter((row) => entryValue(row) === value)
  return same.length > 0 ? entryOf(value, same, undefined, 0) : undefined
}

function changedSince(now: Shown | undefined): string {
  if (!now)
    return 'Someone removed this entry while this form was open. Nothing was sent. To add it again, save again.'
  const end = now.endsAt ? `it expires ${inUtc(now.endsAt)}` : 'it never expires'
  const comment = now.comment ? `Its comment is now “${now.comment}”` : 'It has no comment now'
  return `Someone changed this entry while this form was open. ${comment}, and ${end}. Nothing was sent. To replace it with yours, save again.`
}

function Fields({
  entry,
  isRemoved,
  isGroup,
}: {
  entry: Entry
  isRemoved: boolean
  isGroup: boolean
}) {
  const form = useFormContext()
  const page = useContext(OnThePage)
  const comment = String(useWatch({ name: COMMENT }) ?? '')
  useEffect(() => {
    page.check(COMMENT, (typed) => {
      const isSame = typed === entry.comment && (form.getValues(END) ?? null) === entry.endsAt
      return isSame && !isRemoved ? 'Change the comment or the expiry.' : undefined
    })
    return () => page.check(COMMENT, undefined)
  }, [page, form, entry, isRemoved])
  return (
    <>
      <EndsField name={END} label="Expires" whyNone={isGroup ? SECURITY_GROUP_END : undefined} />
      <Field name={COMMENT} label="Comment" hint={`${comment.length} of ${MAX_COMMENT}`} />
    </>
  )
}
