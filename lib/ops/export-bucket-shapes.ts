import { z } from 'zod'
import { type Cloud, clouds } from './clouds'
import { line } from './text'

const said = z.string().nullish()

export const exportBucket = z.looseObject({
  _id: z.string(),
  bucketName: said,
  cloudProvider: said,
  /** AWS */
  iamRoleId: said,
  region: said,
  requirePrivateNetworking: z.boolean().nullish(),
  /** Azure and Google Cloud */
  roleId: said,
  /** Azure */
  serviceUrl: said,
  tenantId: said,
})
export type ExportBucket = z.output<typeof exportBucket>

/** `AWS` or `Google Cloud`; Atlas's own word for a cloud that Gatehouse does not know. */
export const cloudOf = ({ cloudProvider }: ExportBucket): string =>
  clouds[cloudProvider as Cloud] ?? cloudProvider ?? 'Unknown cloud'

export const roleOf = ({ iamRoleId, roleId }: ExportBucket): string | undefined =>
  iamRoleId ?? roleId ?? undefined

export const bucketNameOf = ({ bucketName, _id }: ExportBucket): string => bucketName || _id

const role = { roleId: said, featureUsages: z.unknown() }
export const cloudRoles = z.looseObject({
  awsIamRoles: z
    .array(z.looseObject({ ...role, iamAssumedRoleArn: said, authorizedDate: said }))
    .nullish(),
  azureServicePrincipals: z
    .array(z.looseObject({ _id: said, servicePrincipalId: said, tenantId: said }))
    .nullish(),
  gcpServiceAccounts: z
    .array(z.looseObject({ ...role, gcpServiceAccountForAtlas: said, status: said }))
    .nullish(),
})

/** A role that Atlas can use in a cloud, with its name there. */
export type AuthorizedRole = { cloud: Cloud; id: string; name: string }

/** The roles that the cloud's owner has authorized. Atlas also lists those that wait for it. */
export const authorizedRoles = (answer: unknown): AuthorizedRole[] => {
  const all = cloudRoles.safeParse(answer).data
  const found = (cloud: Cloud, id?: string | null, name?: string | null) =>
    id && name ? [{ cloud, id, name }] : []
  return [
    ...(all?.awsIamRoles ?? []).flatMap((r) =>
      r.authorizedDate ? found('AWS', r.roleId, r.iamAssumedRoleArn) : [],
    ),
    ...(all?.azureServicePrincipals ?? []).flatMap((r) =>
      found('AZURE', r._id, r.servicePrincipalId),
    ),
    ...(all?.gcpServiceAccounts ?? []).flatMap((r) =>
      r.status === 'COMPLETE' ? found('GCP', r.roleId, r.gcpServiceAccountForAtlas) : [],
    ),
  ]
}

const roleId = z.string('Choose a role').regex(/^[a-f0-9]{24}$/, 'Choose a role')
const bucketName = line()
  .min(3, 'At least 3 characters')
  .max(63, 'At most 63 characters')
  .meta({ label: 'Bucket', hint: 'Its name, without s3:// or gs://.', examples: ['backups'] })

/** What a new bucket takes in each cloud, as its form shows it. */
export const bucketFields = {
  AWS: z.strictObject({
    roleId,
    bucketName,
    requirePrivateNetworking: z.boolean().optional().meta({
      label: 'Private networking only',
      hint: 'Export through private endpoints, never over the public internet.',
    }),
  }),
  AZURE: z.strictObject({
    roleId,
    serviceUrl: line()
      .max(2048, 'At most 2,048 characters')
      .regex(
        // Other clouds of Azure, and accounts with a DNS zone, have other hosts.
        /^https:\/\/[a-z0-9]{3,24}(\.[a-z0-9-]+){2,}(\/[$a-z0-9-]*)?$/,
        'A service URL looks like https://account.blob.core.windows.net/container',
      )
      .meta({
        label: 'Service URL',
        hint: 'The URL of the storage account, with or without the container.',
        examples: ['https://contosobackups.blob.core.windows.net/exports'],
      }),
    bucketName: bucketName.optional().meta({
      label: 'Container',
      hint: 'Needed only if the service URL has no container.',
    }),
  }),
  GCP: z.strictObject({ roleId, bucketName }),
} satisfies Record<Cloud, z.ZodObject>
