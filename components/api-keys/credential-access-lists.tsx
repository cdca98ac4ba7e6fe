'use client'
import {
  type AccountAddress,
  addAccountAddresses,
  addKeyAddresses,
  addressOf,
  type KeyAddress,
  listAccountAddresses,
  listKeyAddresses,
  removeAccountAddress,
  removeKeyAddress,
} from '@/lib/ops/credential-addresses'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'

type KeyPlace = { orgId: string; apiUserId: string }
type AccountPlace = { orgId: string; clientId: string }

/** Atlas calls the same fields by other names in an account’s list. */
type Row = Partial<KeyAddress & AccountAddress>

const c = column<Row>()
const shared = {
  title: 'Access list',
  what: 'addresses',
  columns: [
    c.copyable(['address', addressOf], 'Address', { width: '30%' }),
    c.time(['created', (row) => row.createdAt ?? row.created ?? null], 'Added'),
    c.time(['used', (row) => row.lastUsedAt ?? row.lastUsed ?? null], 'Last used', {
      absent: 'Never',
    }),
    c.number(['count', (row) => row.requestCount ?? row.count ?? null], 'Calls'),
  ],
  rowName: addressOf,
  empty: {
    icon: <svg aria-hidden className="icon-[network]" />,
    hint: 'It works from any address, or from none if the organization requires access lists.',
  },
}

const input = <P,>(row: Row, place: P) => ({ ...place, address: addressOf(row) })
const keyActions = [rowActions<KeyAddress, KeyPlace>().confirm(removeKeyAddress, { input })]
const accountActions = [
  rowActions<AccountAddress, AccountPlace>().confirm(removeAccountAddress, { input }),
]

/** From where an API key can be used. */
export const KeyAccessList = (place: KeyPlace) => (
  <OpList
    {...shared}
    op={listKeyAddresses}
    input={place}
    actions={keyActions}
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
  />
)

/** From where a service account can be used. */
export const AccountAccessList = (place: AccountPlace) => (
  <OpList
    {...shared}
    op={listAccountAddresses}
    input={place}
    actions={accountActions}
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
  />
)
