import type { ReactNode } from 'react'
import { textsOf } from '@/lib/ops/federation-shapes'
import type { Provider } from '@/lib/ops/provider-shapes'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'
import { stacked } from './status-styles'

type Item = readonly [name: string, value: ReactNode]

const none = <span className="text-faint">Not set</span>

const copied = (name: string, value: string | null | undefined): Item => [
  name,
  value ? <Copyable key={name} value={value} what={name.toLowerCase()} /> : none,
]

const plain = (name: string, value: string | null | undefined): Item => [name, value || none]

const authorization: Readonly<Record<string, string>> = {
  GROUP: 'Groups in the token',
  USER: 'The user in the token',
}

const ofSaml = (p: Provider): Item[] => [
  copied('Issuer', p.issuerUri),
  copied('Single sign-on URL', p.ssoUrl),
  plain('Request binding', p.requestBinding),
  plain('Signature algorithm', p.responseSignatureAlgorithm),
  copied('Atlas ACS URL', p.acsUrl),
  copied('Atlas audience URI', p.audienceUri),
  plain('Slug', p.slug),
  ['SSO debug', p.ssoDebugEnabled ? 'On: organization owners can bypass the provider' : 'Off'],
]

const ofOidc = (p: Provider): Item[] => [
  copied('Issuer', p.issuerUri),
  copied('Audience', p.audience),
  ...(p.idpType === 'WORKLOAD'
    ? []
    : [
        copied('Client ID', p.clientId),
        plain('Requested scopes', textsOf(p.requestedScopes).join(' ')),
      ]),
  [
    'Authorized by',
    p.authorizationType ? (authorization[p.authorizationType] ?? p.authorizationType) : none,
  ],
  plain('User claim', p.userClaim),
  plain('Groups claim', p.groupsClaim),
]

/** The settings of a provider, with its two IDs. */
export function ProviderFacts({ provider: p }: { provider: Provider }) {
  const domains = textsOf(p.associatedDomains)
  return (
    <Facts
      className={`p-4 ${stacked}`}
      items={[
        [
          'ID',
          <span key="id" className="grid gap-0.5">
            <Copyable value={p.id} what="provider ID" />
            <span className="text-muted text-xs">
              24 digits. Used for API calls and data access.
            </span>
          </span>,
        ],
        [
          'Legacy ID',
          p.oktaIdpId ? (
            <span key="legacy" className="grid gap-0.5">
              <Copyable value={p.oktaIdpId} what="legacy provider ID" />
              <span className="text-muted text-xs">
                20 characters (oktaIdpId). Used for sign-in and SAML metadata.
              </span>
            </span>
          ) : (
            <span key="legacy" className="text-faint">
              None: only SAML providers have one
            </span>
          ),
        ],
        ...(p.protocol === 'SAML' ? ofSaml(p) : ofOidc(p)),
        ...(p.idpType === 'WORKLOAD' ? [] : [plain('Domains', domains.join(', '))]),
        ['Created', <Time key="created" at={p.createdAt} />],
        [
          'Last changed',
          p.updatedAt ? (
            <Time key="changed" at={p.updatedAt} />
          ) : (
            <span key="changed" className="text-faint">
              Never
            </span>
          ),
        ],
      ]}
    />
  )
}
