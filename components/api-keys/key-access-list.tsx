'use client'
import {
  addKeyAddresses,
  addressOf,
  type KeyAddress,
  listKeyAddresses,
  removeKeyAddress,
} from '@/lib/ops/credential-addresses'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'

type Place = { orgId: string; apiUserId: string }

const c = column<KeyAddress>()
const columns = [
  c.copyable(['address', addressOf], 'Address', { width: '30%' }),
  c.time(['created', (row) => row.created ?? null], 'Added'),
  c.time(['used', (row) => row.lastUsed ?? null], 'Last used', { absent: 'Never' }),
  c.number(['count', (row) => row.count ?? null], 'Calls'),
]

const on = rowActions<KeyAddress, Place>()
const actions = [
  on.confirm(removeKeyAddress, { input: (row, place) => ({ ...place, address: addressOf(row) }) }),
]

/** From where an API key can be used. */
export const KeyAccessList = (place: Place) => (
  <OpList
    op={listKeyAddresses}
    input={place}
    title="Access list"
    what="addresses"
    columns={columns}
    rowName={addressOf}
    actions={actions}
    bulk={[removeKeyAddress]}
    buttons={
      <FormButton
        op={addKeyAddresses}
        place={place}
        form={(close) => (
          <FormSheet
            op={addKeyAddresses}
            title="Add addresses"
            description="The key can be used from these addresses."
            start={{ ...place, addresses: [] }}
            onClose={close}
          />
        )}
      />
    }
    empty={{ icon: <svg aria-hidden className="icon-[network]" />, hint: EMPTY_LIST }}
  />
)

export const EMPTY_LIST =
  'It works from any address, unless the organization requires an access list. Then it works from none.'
