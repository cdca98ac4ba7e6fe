'use client'
import { useRouter } from 'next/navigation'
import { list } from '@/lib/format/words'
import { deleteProvider, revokeKeys } from '@/lib/ops/identity-providers'
import { updateOidcProvider, updateSamlProvider } from '@/lib/ops/provider-changes'
import { nameOfProvider, type Provider, type Use } from '@/lib/ops/provider-shapes'
import { routes } from '@/lib/routes'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { lazyComponent } from '../ui/lazy-component'
import { usePanel } from '../ui/use-panel'
import { DELETION_RULES } from './status-styles'
import { SwitchProvider } from './switch-provider'
import type { Federation } from './use-federation'

const ChangeOidcSheet = lazyComponent(() => import('./oidc-sheet').then((m) => m.ChangeOidcSheet))
const SamlSheet = lazyComponent(() => import('./saml-sheet').then((m) => m.SamlSheet))

type Props = {
  orgId: string
  place: { federationSettingsId: string; identityProviderId: string }
  provider: Provider
  uses: readonly Use[] | undefined
  federation: Federation
}

/** The actions of a provider. */
export function ProviderActions({ orgId, place, provider, uses, federation }: Props) {
  const { panel, open, close } = usePanel(['change'])
  const scope = {
    kind: 'federation',
    federationSettingsId: place.federationSettingsId,
    orgId,
  } as const
  const isSaml = provider.protocol === 'SAML'
  const Sheet = isSaml ? SamlSheet : ChangeOidcSheet
  return (
    <>
      <ActionButton
        op={isSaml ? updateSamlProvider : updateOidcProvider}
        scope={scope}
        variant="primary"
        aria-haspopup="dialog"
        onPress={() => void open('change')}
      >
        Edit
      </ActionButton>
      {isSaml ? (
        <SwitchProvider place={place} provider={provider} scope={scope} />
      ) : (
        <Revoke
          orgId={orgId}
          place={place}
          provider={provider}
          uses={uses}
          federation={federation}
        />
      )}
      <Delete orgId={orgId} place={place} provider={provider} uses={uses} federation={federation} />
      {panel === 'change' && (
        <Sheet place={place} provider={provider} onClose={() => void close()} />
      )}
    </>
  )
}

const usersInWords = (uses: readonly Use[], { orgName }: Federation) =>
  list(uses.map((u) => `${orgName(u.orgId) ?? u.orgId} to ${u.to}`))

function Revoke({ orgId, place, provider }: Props) {
  const name = nameOfProvider(provider)
  return (
    <ConfirmAction
      op={revokeKeys}
      input={{ ...place, orgId, displayName: name }}
      scope={{ kind: 'federation', federationSettingsId: place.federationSettingsId, orgId }}
      variant="danger-plain"
      label="Revoke keys…"
      title={`Revoke the keys (JWKS) of ${name}?`}
    >
      <p className="text-sm">Use this when a signing key of the provider was stolen.</p>
    </ConfirmAction>
  )
}

function Delete({ orgId, place, provider, uses, federation }: Props) {
  const router = useRouter()
  const name = nameOfProvider(provider)
  const users = uses && uses.length > 0 ? usersInWords(uses, federation) : undefined
  return (
    <ConfirmAction
      op={deleteProvider}
      input={{ ...place, oktaIdpId: provider.oktaIdpId ?? null, displayName: name }}
      scope={{ kind: 'federation', federationSettingsId: place.federationSettingsId, orgId }}
      variant="danger-plain"
      label="Delete…"
      whyNot={users && `It is in use: ${users}. Disconnect it there first.`}
      title={`Delete the identity provider ${name}?`}
      onDone={() => router.push(routes.federation(orgId))}
    >
      <p className="text-muted text-sm">
        {uses
          ? 'No organization uses it.'
          : 'Can’t load which organizations use it. Gatehouse checks again before it deletes anything.'}{' '}
        {DELETION_RULES}
      </p>
    </ConfirmAction>
  )
}
