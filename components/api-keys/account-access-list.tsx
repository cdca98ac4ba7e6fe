'use client'
import {
  type AccountAddress,
  addAccountAddresses,
  addressOf,
  listAccountAddresses,
  removeAccountAddress,
} from '@/lib/ops/credential-addresses'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { EMPTY_LIST } from './key-access-list'

type Place = { orgId: string; clientId: string }

const c = column<AccountAddress>()
const columns = [
  c.copyable(['address', addressOf], 'Address', { width: '30%' }),
  c.time(['created', (row) => row.createdAt ?? null], 'Added'),
  c.time(['used', (row) => row.lastUsedAt ?? null], 'Last used', { absent: 'Never' }),
  c.number(['count', (row) => row.requestCount ?? null], 'Calls'),
]

const on = rowActions<AccountAddress, Place>()
const actions = [
  on.confirm(removeAccountAddress, {
    input: (row, place) => ({ ...place, address: addressOf(row) }),
  }),
]

/** From where a service account can be used. */
export const AccountAccessList = (place: Place) => (
  <OpList
    op={listAccountAddresses}
    input={place}
    title="Access list"
    what="addresses"
    columns={columns}
    rowName={addressOf}
    actions={actions}
    bulk={[removeAccountAddress]}
    buttons={
      <FormButton
        op={addAccountAddresses}
        place={place}
        form={(close) => (
          <FormSheet
            op={addAccountAddresses}
            title="Add addresses"
            description="The account can be used from these addresses."
            start={{ ...place, addresses: [] }}
            onClose={close}
          />
        )}
      />
    }
    empty={{ icon: <svg aria-hidden className="icon-[network]" />, hint: EMPTY_LIST }}
  />
)
