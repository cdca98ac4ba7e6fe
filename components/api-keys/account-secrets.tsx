'use client'
import { createAccountSecret, deleteAccountSecret } from '@/lib/ops/service-account-secrets'
import { type AccountSecret, secretState } from '@/lib/ops/service-account-shapes'
import { getServiceAccount } from '@/lib/ops/service-accounts'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import { secretStyles } from './account-words'
import { Marks } from './marks'
import { CreateSecret, useSecrets } from './use-secrets'

type Place = { orgId: string; clientId: string }
type Row = AccountSecret & { state: string; whyKept: string | undefined; isOwn: boolean }

const c = column<Row>()
const columns = [
  c.copyable('id', 'Secret ID', { width: '26%' }),
  c.state(['state', ({ state }) => state], 'State', secretStyles),
  c.time(['expires', ({ expiresAt }) => expiresAt ?? null], 'Expires'),
  c.time(['used', ({ lastUsedAt }) => lastUsedAt ?? null], 'Last used', { absent: 'Never' }),
  c.time(['created', ({ createdAt }) => createdAt ?? null], 'Created'),
  c.custom(
    ['own', ({ isOwn }) => (isOwn ? 'Used by Gatehouse' : null)],
    'Attention',
    ({ isOwn }) => (isOwn ? <Marks marks={['own']} /> : none),
  ),
]

const on = rowActions<Row, Place>()
const actions = [
  on.confirm(deleteAccountSecret, {
    whyNot: ({ whyKept }) => whyKept,
    input: ({ id }, place) => ({ ...place, secretId: id }),
  }),
]

/** The secrets of a service account, with their ends. */
export function AccountSecrets(place: Place) {
  const { secrets, used, whyNoNew, whyKept, now } = useSecrets(place)
  return (
    <OpList
      op={getServiceAccount}
      input={place}
      name="account-secrets"
      what="secrets"
      columns={columns}
      rows={(data): Row[] =>
        (data.secrets ?? []).map((one) => ({
          ...one,
          state: secretState(one, now),
          isOwn: used?.isOwn === true && used.secretId === one.id,
          whyKept: whyKept(one.id),
        }))
      }
      rowName={({ id }) => `secret ${id}`}
      rowId={({ id }) => id}
      actions={actions}
      buttons={
        <FormButton
          op={createAccountSecret}
          place={place}
          whyNot={whyNoNew ?? (secrets ? null : 'The secrets are not loaded.')}
          form={(close) => (
            <CreateSecret {...place} opened={(secrets ?? []).map(({ id }) => id)} onClose={close} />
          )}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[key-round]" />,
        hint: 'Nothing can use this account until you create a secret.',
      }}
    />
  )
}
