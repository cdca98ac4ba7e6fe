import { count, list } from '@/lib/format/words'
import type { OrgSettings } from './connected-org-whole'
import { isOwnerRole, roleInWords } from './federation-shapes'

/** What follows from a change, in a sentence; with a phrase where it has to be typed. */
export type Consequence = {
  says: string
  phrase?: string
  tone: 'danger' | 'warn' | 'info'
  /** It lets people in or makes owners: a second person decides. */
  needsApproval?: true
}

/** Names of providers by either id, where the page knows them. */
export type NameOf = (id: string) => string

type Changes = { [K in keyof OrgSettings]?: OrgSettings[K] | undefined }

const minus = (a: readonly string[], b: readonly string[]) => a.filter((one) => !b.includes(one))

/** What a change of a connected organization does to the people who sign in, gravest first. */
export function consequencesOf(
  before: OrgSettings,
  changes: Changes,
  nameOf: NameOf = (id) => id,
): Consequence[] {
  const after = {
    ...before,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
  }
  return [
    ...signIn(before, after, nameOf),
    ...dataAccess(before, after, nameOf),
    ...grants(before, after),
    ...domains(before, after),
    ...provisioning(before, after),
  ]
}

function signIn(before: OrgSettings, after: OrgSettings, nameOf: NameOf): Consequence[] {
  const [was, will] = [before.identityProviderId, after.identityProviderId]
  if (was === will) return []
  if (will === null)
    return [
      {
        says: `Nobody of this organization can sign in through ${nameOf(was ?? '')} any more, and its role mappings give nothing until a provider is connected again.`,
        phrase: 'disconnect',
        tone: 'danger',
      },
    ]
  return [
    was === null
      ? {
          says: `People of this organization sign in through ${nameOf(will)}: whoever runs that provider can sign in as any of them.`,
          phrase: 'connect',
          tone: 'danger',
          needsApproval: true,
        }
      : {
          says: `People of this organization sign in through ${nameOf(will)}, no longer through ${nameOf(was)}. Whoever has no account there is locked out.`,
          phrase: 'switch',
          tone: 'danger',
          needsApproval: true,
        },
  ]
}

function dataAccess(before: OrgSettings, after: OrgSettings, nameOf: NameOf): Consequence[] {
  const [was, will] = [before.dataAccessIdentityProviderIds, after.dataAccessIdentityProviderIds]
  const [gone, come] = [minus(was, will), minus(will, was)]
  return [
    ...(gone.length
      ? [
          {
            says: `Nobody reaches the data of this organization's clusters through ${list(gone.map(nameOf))} any more: database users of ${gone.length === 1 ? 'it' : 'them'} are refused.`,
            phrase: 'disconnect',
            tone: 'danger' as const,
          },
        ]
      : []),
    ...(come.length
      ? [
          {
            says: `Database users of ${list(come.map(nameOf))} can be let into this organization's clusters.`,
            tone: 'info' as const,
          },
        ]
      : []),
  ]
}

function grants(before: OrgSettings, after: OrgSettings): Consequence[] {
  const [was, will] = [before.postAuthRoleGrants, after.postAuthRoleGrants]
  const [gone, come] = [minus(was, will), minus(will, was)]
  return [
    ...come.filter(isOwnerRole).map((role) => ({
      says: `Everyone who signs in becomes ${roleInWords(role)}.`,
      phrase: role,
      tone: 'danger' as const,
      needsApproval: true as const,
    })),
    ...(come.some((role) => !isOwnerRole(role))
      ? [
          {
            says: `Everyone who signs in gets ${list(come.filter((r) => !isOwnerRole(r)).map(roleInWords))}.`,
            tone: 'warn' as const,
          },
        ]
      : []),
    ...(gone.length
      ? [
          {
            says: `Signing in no longer gives ${list(gone.map(roleInWords))}${will.length === 0 ? ', nor any other role: who is in no mapped group gets nothing' : ''}.`,
            tone: 'warn' as const,
          },
        ]
      : []),
  ]
}

function domains(before: OrgSettings, after: OrgSettings): Consequence[] {
  const turned = before.domainRestrictionEnabled !== after.domainRestrictionEnabled
  const gone = minus(before.domainAllowList, after.domainAllowList)
  const n = after.domainAllowList.length
  if (turned && !after.domainRestrictionEnabled)
    return [
      {
        says: 'People of any domain can join: the domain restriction is off.',
        phrase: 'any domain',
        tone: 'danger',
        needsApproval: true,
      },
    ]
  if (!after.domainRestrictionEnabled) return []
  if (n === 0 && (turned || gone.length > 0))
    return [
      {
        says: 'No domain is allowed while the restriction is on: nobody can join.',
        phrase: 'no domain',
        tone: 'danger',
      },
    ]
  if (turned)
    return [
      {
        says: `Only people of ${count(n, 'domain')} can join: ${list(after.domainAllowList)}.`,
        tone: 'warn',
      },
    ]
  const come = turned ? [] : minus(after.domainAllowList, before.domainAllowList)
  return [
    ...(come.length ? [{ says: `People of ${list(come)} can join.`, tone: 'warn' as const }] : []),
    ...(gone.length
      ? [{ says: `People of ${list(gone)} can no longer join.`, tone: 'warn' as const }]
      : []),
  ]
}

function provisioning(before: OrgSettings, after: OrgSettings): Consequence[] {
  const [was, will] = [
    before.instantUserProvisioningDisabled ?? false,
    after.instantUserProvisioningDisabled ?? false,
  ]
  if (was === will) return []
  return [
    will
      ? {
          says: 'Whoever signs in for the first time is no longer made a user at once.',
          tone: 'warn',
        }
      : { says: 'Whoever signs in for the first time is made a user at once.', tone: 'info' },
  ]
}
