'use client'
import { useNow } from '@/lib/client/use-now'
import { list } from '@/lib/format/words'
import { listProviders } from '@/lib/ops/identity-providers'
import { createProvider } from '@/lib/ops/provider-create'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column, none } from '../data/columns'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { usePanel } from '../ui/use-panel'
import { ProviderIds } from './ids'
import { type ProviderRow, toProviderRow } from './rows'
import { certificateStyles, providerStyles } from './status-styles'
import type { Federation } from './use-federation'

const OidcSheet = lazyComponent(() => import('./oidc-sheet').then((m) => m.CreateOidcSheet))

const c = column<ProviderRow>()
const columns = [
  c.text('name', 'Provider'),
  c.text('kind', 'Kind', { choices: true }),
  c.state('state', 'State', providerStyles),
  c.custom(
    ['usedBy', (row) => row.uses.map((u) => `${u.name} to ${u.to}`).join(', ')],
    'Used by',
    ({ uses }) =>
      uses.length === 0 ? (
        <span className="text-muted">None</span>
      ) : (
        <span className="grid gap-0.5">
          {uses.map(({ orgId, to, name }) => (
            <span key={`${orgId} ${to}`}>
              {name} <span className="text-muted text-xs">to {to}</span>
            </span>
          ))}
        </span>
      ),
  ),
  c.custom(
    ['certificate', (row) => row.certificate?.ends ?? null],
    'Certificate expires',
    ({ certificate }) =>
      certificate ? (
        <span className="grid gap-0.5">
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <Time at={certificate.ends} />
            {certificate.state !== 'valid' && (
              <StateBadge styles={certificateStyles} state={certificate.state} />
            )}
          </span>
          {certificate.othersLast && (
            <span className="text-muted text-xs">
              Last one: <Time at={certificate.othersLast} />
            </span>
          )}
        </span>
      ) : (
        none
      ),
  ),
  c.text(['domains', (row) => list(row.domains)], 'Domains', { optional: true }),
  c.custom(
    ['ids', (row) => [row.id, row.legacyId].filter(Boolean).join(' ')],
    'IDs',
    ({ id, legacyId }) => <ProviderIds id={id} legacyId={legacyId} />,
    { width: '17rem', isPlain: true },
  ),
]

/** All identity providers of the federation. */
export function ProvidersPanel({
  orgId,
  federationSettingsId,
  federation,
}: {
  orgId: string
  federationSettingsId: string
  federation: Federation
}) {
  const { orgRows, orgName } = federation
  const now = useNow(60_000)
  const { panel, open, close } = usePanel(['create-provider'])
  return (
    <>
      <OpList
        op={listProviders}
        input={{ federationSettingsId }}
        name="providers"
        what="identity providers"
        columns={columns}
        rows={({ results }) => results.map((p) => toProviderRow(p, orgRows, orgName, now))}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        href={(row) => routes.identityProvider(orgId, row.id)}
        buttons={
          <ActionButton
            op={createProvider}
            scope={{ kind: 'federation', federationSettingsId, orgId }}
            size="sm"
            aria-haspopup="dialog"
            onPress={() => void open('create-provider')}
          >
            <svg aria-hidden className="icon-[plus]" /> Create OIDC provider
          </ActionButton>
        }
        empty={{
          icon: <svg aria-hidden className="icon-[key-round]" />,
          hint: 'Create an OIDC provider here. SAML providers are created in Atlas.',
        }}
      />
      {panel === 'create-provider' && (
        <OidcSheet orgId={orgId} federationSettingsId={federationSettingsId} onClose={close} />
      )}
    </>
  )
}
