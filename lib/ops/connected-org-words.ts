import { list } from '@/lib/format/words'
import { isOwnerRole, roleInWords } from './atlas-roles'
import type { OrgSettings } from './connected-org-whole'

/** A consequence of a change as a sentence, with a phrase to type where one is needed. */
export type Consequence = {
  sentence: string
  phrase?: string
  tone: 'danger' | 'warn' | 'info'
  /** It lets people in or makes owners, so a second person decides. */
  needsApproval?: true
}

/** A provider's name by either ID. */
export type NameOf = (id: string) => string

type Changes = { [K in keyof OrgSettings]?: OrgSettings[K] | undefined }

const minus = (a: readonly string[], b: readonly string[]) => a.filter((one) => !b.includes(one))

/** What a change of a connected organization means for people who sign in, most severe first. */
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
        sentence: `People in this organization can no longer sign in with ${nameOf(was ?? '')}, and role mappings have no effect until you connect a provider.`,
        phrase: 'disconnect',
        tone: 'danger',
      },
    ]
  return [
    was === null
      ? {
          sentence: `People in this organization sign in with ${nameOf(will)}. Whoever runs that provider can sign in as any of them.`,
          phrase: 'connect',
          tone: 'danger',
          needsApproval: true,
        }
      : {
          sentence: `People in this organization sign in with ${nameOf(will)} instead of ${nameOf(was)}. Anyone without an account there is locked out.`,
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
            sentence: `Database users of ${list(gone.map(nameOf))} can no longer connect to this organization’s clusters.`,
            phrase: 'disconnect',
            tone: 'danger' as const,
          },
        ]
      : []),
    ...(come.length
      ? [
          {
            sentence: `Database users of ${list(come.map(nameOf))} can now get access to this organization’s clusters.`,
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
      sentence: `Everyone who signs in becomes ${roleInWords(role)}.`,
      phrase: role,
      tone: 'danger' as const,
      needsApproval: true as const,
    })),
    ...(come.some((role) => !isOwnerRole(role))
      ? [
          {
            sentence: `Everyone who signs in gets ${list(come.filter((r) => !isOwnerRole(r)).map(roleInWords))}.`,
            tone: 'warn' as const,
          },
        ]
      : []),
    ...(gone.length
      ? [
          {
            sentence: `People who sign in no longer get ${list(gone.map(roleInWords))}.${will.length === 0 ? ' Without a role mapping they get no role.' : ''}`,
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
        sentence: 'People with any email domain can join.',
        phrase: 'any domain',
        tone: 'danger',
        needsApproval: true,
      },
    ]
  if (!after.domainRestrictionEnabled) return []
  if (n === 0 && (turned || gone.length > 0))
    return [
      {
        sentence: 'Nobody can join: the domain restriction is on and no domain is allowed.',
        phrase: 'no domain',
        tone: 'danger',
      },
    ]
  if (turned)
    return [
      {
        sentence: `Only people with ${n === 1 ? 'this domain' : `these ${n} domains`} can join: ${list(after.domainAllowList)}.`,
        tone: 'warn',
      },
    ]
  const come = turned ? [] : minus(after.domainAllowList, before.domainAllowList)
  return [
    ...(come.length
      ? [{ sentence: `People with ${list(come)} can join.`, tone: 'warn' as const }]
      : []),
    ...(gone.length
      ? [{ sentence: `People with ${list(gone)} can no longer join.`, tone: 'warn' as const }]
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
          sentence: 'The first sign-in no longer creates an Atlas user.',
          tone: 'warn',
        }
      : { sentence: 'The first sign-in creates an Atlas user.', tone: 'info' },
  ]
}
