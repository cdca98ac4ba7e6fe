'use client'
import '@/lib/client/zod-now'
import { useContext, useEffect, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { callServer } from '@/lib/client/call-server'
import { useOnce } from '@/lib/client/use-command'
import { kindOfAddress } from '@/lib/format/address'
import { readAddress } from '@/lib/format/address-typed'
import {
  allowAddresses,
  MAX_COMMENT,
  removeAddress,
  SECURITY_GROUP_END,
} from '@/lib/ops/access-list'
import { OpError } from '@/lib/ops/failure'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { EndsField } from '../form/ends-field'
import { Field, OnThePage } from '../form/field'
import { Banner } from '../ui/banner'
import type { Entry } from './entries'

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
  // Once removed it could not be added again.
  const read = readAddress(value)
  const whyNot = 'whyNot' in read ? `This entry can’t be edited: ${read.whyNot}` : undefined

  async function remove() {
    if (isRemoved) return
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
