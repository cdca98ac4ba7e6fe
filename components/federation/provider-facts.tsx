import type { ReactNode } from 'react'
import { textsOf } from '@/lib/ops/federation-shapes'
import type { Provider } from '@/lib/ops/provider-shapes'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'
import { stacked } from './looks'

type Item = readonly [name: string, value: ReactNode]

const none = <span className="text-faint">not set</span>

const copied = (name: string, value: string | null | undefined): Item => [
  name,
  value ? <Copyable key={name} value={value} what={name.toLowerCase()} /> : none,
]

const plain = (name: string, value: string | null | undefined): Item => [name, value || none]

const authorization: Readonly<Record<string, string>> = {
  GROUP: 'by the groups that the token names',
  USER: 'by the user that the token names',
}

const ofSaml = (p: Provider): Item[] => [
  copied('Issuer', p.issuerUri),
  copied('Single sign-on URL', p.ssoUrl),
  plain('Request binding', p.requestBinding),
  plain('Signature algorithm', p.responseSignatureAlgorithm),
  copied('ACS URL of Atlas', p.acsUrl),
  copied('Audience URI of Atlas', p.audienceUri),
  plain('Slug', p.slug),
  [
    'Sign-in past the provider',
    p.ssoDebugEnabled ? 'allowed, to find out what is wrong (SSO debug)' : 'not allowed',
  ],
]

const ofOidc = (p: Provider): Item[] => [
  copied('Issuer', p.issuerUri),
  copied('Audience', p.audience),
  ...(p.idpType === 'WORKLOAD'
    ? []
    : [
        copied('Client id', p.clientId),
        plain('Scopes asked for', textsOf(p.requestedScopes).join(' ')),
      ]),
  [
    'People are let in',
    p.authorizationType ? (authorization[p.authorizationType] ?? p.authorizationType) : none,
  ],
  plain('Claim with the user', p.userClaim),
  plain('Claim with the groups', p.groupsClaim),
]

/** Everything Atlas says of a provider, its two ids told apart. */
export function ProviderFacts({ provider: p }: { provider: Provider }) {
  const domains = textsOf(p.associatedDomains)
  return (
    <Facts
      className={`p-4 ${stacked}`}
      items={[
        [
          'ID (24 digits)',
          <span key="id" className="grid gap-0.5">
            <Copyable value={p.id} what="id of the provider" />
            <span className="text-muted text-xs">
              For calls about the provider, and for data access.
            </span>
          </span>,
        ],
        [
          'Legacy ID (20, oktaIdpId)',
          p.oktaIdpId ? (
            <span key="legacy" className="grid gap-0.5">
              <Copyable value={p.oktaIdpId} what="legacy id of the provider" />
              <span className="text-muted text-xs">
                For sign-in to an organization, and for the metadata.
              </span>
            </span>
          ) : (
            <span key="legacy" className="text-faint">
              only SAML providers have one
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
              never
            </span>
          ),
        ],
      ]}
    />
  )
}
