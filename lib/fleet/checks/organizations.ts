import { millis, roughly } from '@/lib/format/time'
import { getOrgSettings } from '@/lib/ops/directory'
import { findFederation } from '@/lib/ops/federation'
import { listProviders } from '@/lib/ops/identity-providers'
import { restrictEmployeeAccess } from '@/lib/ops/org-settings'
import { certificatesOf, nameOfProvider } from '@/lib/ops/provider-shapes'
import { listNonCompliant, listResourcePolicies } from '@/lib/ops/resource-policies'
import { routes } from '@/lib/routes'
import { check, fixedBy, reading } from '../check'
import { atlasSource, each } from '../source'
import { daysOf } from '../thresholds'

export const settings = atlasSource({
  id: 'orgSettings',
  per: 'organization',
  op: getOrgSettings,
  everyMinutes: 60,
})

/** Organizations that do not restrict MongoDB employees. */
export const unrestricted = check({
  id: 'employee-restriction',
  label: 'Employee restriction',
  group: 'Access',
  per: 'organization',
  about: 'MongoDB employees can access clusters of the organization without a grant.',
  fine: 'Restricted',
  action: 'View settings',
  href: ({ orgId }) => routes.orgSettings(orgId),
  fix: fixedBy(restrictEmployeeAccess, {
    verb: 'Restrict',
    what: 'organizations',
    input: ({ orgId }) => ({ orgId, restrictEmployeeAccess: true }),
  }),
  readings: [
    reading({
      source: settings,
      rows: (one) => [one],
      find: ({ restrictEmployeeAccess: isRestricted }) => {
        if (isRestricted === true) return undefined
        if (isRestricted !== false)
          return { unclear: 'Atlas does not say whether employees are restricted.' }
        return {
          key: 'restriction',
          subject: 'MongoDB employees',
          level: 'bad',
          word: 'Open',
          what: 'can access the infrastructure without a grant',
        }
      },
    }),
  ],
})

const policies = atlasSource({
  id: 'resourcePolicies',
  per: 'organization',
  op: listResourcePolicies,
  everyMinutes: 60,
})
const nonCompliant = atlasSource({
  id: 'nonCompliant',
  per: 'organization',
  op: listNonCompliant,
  everyMinutes: 30,
})

/** Organizations without resource policies, and resources that break one. */
export const policyGaps = check({
  id: 'resource-policies',
  label: 'Resource policies',
  group: 'Compliance',
  per: 'organization',
  about: 'The organization has no resource policy, or a resource breaks one.',
  fine: 'Followed',
  action: 'View policies',
  href: ({ orgId }) => routes.resourcePolicies(orgId),
  readings: [
    reading({
      source: policies,
      rows: (all) => [all.length],
      find: (count) =>
        count > 0
          ? undefined
          : {
              key: 'none',
              subject: 'Resource policies',
              level: 'info',
              word: 'No policy',
              what: 'are not used',
            },
    }),
    reading({
      source: nonCompliant,
      rows: (all) => all,
      find: ({ resourceId, resourceName, resourceType }) => {
        const subject = resourceName || resourceId
        if (!subject) return { unclear: 'A resource without a name breaks a policy.' }
        const type = resourceType ? `${resourceType.toLowerCase()} that ` : ''
        return {
          key: `${resourceType}/${resourceId ?? subject}`,
          subject,
          level: 'warn',
          word: 'Broken',
          what: type ? `is a ${type}breaks a resource policy` : 'breaks a resource policy',
        }
      },
    }),
  ],
})

const federation = atlasSource({
  id: 'federation',
  per: 'organization',
  op: findFederation,
  everyMinutes: 720,
})
const providers = atlasSource({
  id: 'identityProviders',
  per: 'organization',
  op: listProviders,
  everyMinutes: 360,
  of: each(federation, ({ id }) => (id ? [{ federationSettingsId: id }] : [])),
})

/** Certificates of active identity providers that end soon. */
export const certificates = check({
  id: 'certificates',
  label: 'Certificates',
  words: 'expiring certificate expired saml',
  noun: 'Identity provider',
  group: 'Access',
  per: 'organization',
  about: 'The certificate of an active identity provider expires soon, or has expired.',
  fine: 'Valid',
  action: 'View provider',
  href: ({ orgId }, found) =>
    found ? routes.identityProvider(orgId, found.key) : routes.federation(orgId),
  readings: [
    reading({
      source: providers,
      rows: ({ results }) => results.filter(({ status }) => status !== 'INACTIVE'),
      applies: ({ results }) => results.some((one) => certificatesOf(one).length > 0),
      find: (provider, { now }) => {
        const ends = certificatesOf(provider).map(({ notAfter }) => millis(notAfter))
        if (ends.length === 0) return undefined
        const subject = nameOfProvider(provider)
        if (ends.includes(undefined))
          return { unclear: `A certificate of ${subject} has no readable expiry date.` }
        const [first, ...later] = ends.flatMap((one) => one ?? []).toSorted((x, y) => x - y)
        if (first === undefined || first - now > daysOf('certificateDays')) return undefined
        const about = { key: provider.id, subject }
        // Sign-in works with any valid certificate: during a rotation there are two.
        const isReplaced = later.some((end) => end - now > daysOf('certificateDays'))
        if (isReplaced && first <= now) return undefined
        const left = roughly(first - now)
        if (first <= now)
          return {
            ...about,
            level: 'bad',
            word: 'Ended',
            what: 'has an expired certificate',
            since: new Date(first).toISOString(),
          }
        const level = first - now < daysOf('urgentDays') ? 'bad' : 'warn'
        return {
          ...about,
          level: isReplaced ? 'info' : level,
          word: `${left} left`,
          what: `has a certificate that expires in ${left}`,
        }
      },
    }),
  ],
})
