import type { SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { projectIdOf } from '../world/projects'

const created = '2024-09-02T08:00:00Z'

/** The id of a cloud provider access role, by its name in the cloud. */
export const roleIdOf = (name: string): string => idFrom(`cloud role ${name}`, created)

const dates = { createdDate: iso(created), featureUsages: [] }

const aws = (name: string, authorized: boolean) => ({
  ...dates,
  atlasAWSAccountArn: 'arn:aws:iam::444455556666:root',
  atlasAssumedRoleExternalId: 'c0f5a6d4-5e2b-4d5b-9a64-1b7f3e2d9c01',
  authorizedDate: authorized ? iso(created) : null,
  iamAssumedRoleArn: authorized ? `arn:aws:iam::111122223333:role/${name}` : null,
  providerName: 'AWS',
  roleId: roleIdOf(name),
})

const roles = () => ({
  awsIamRoles: [
    aws('atlas-lake', true),
    aws('atlas-snapshot-export', true),
    aws('not-authorized', false),
  ],
  azureServicePrincipals: [
    {
      ...dates,
      _id: roleIdOf('atlas-export-azure'),
      atlasAzureAppId: '3f1c7a0e-6d54-4b8f-8a7e-5c2d9b0e1f42',
      lastUpdatedDate: iso(created),
      providerName: 'AZURE',
      servicePrincipalId: '7b2e4c9d-1a3f-4e5b-9c8d-0f6a2b7e3d15',
      tenantId: '91402384-d71e-42f5-92dd-759e272cdc1c',
    },
  ],
  gcpServiceAccounts: [
    {
      ...dates,
      gcpServiceAccountForAtlas:
        'mongodb-atlas-0a1b2c3d4e5f6a7b@p-0a1b2c3d4e5f6a7b8c9d0e1f.iam.gserviceaccount.com',
      providerName: 'GCP',
      roleId: roleIdOf('atlas-export-gcp'),
      status: 'COMPLETE',
    },
  ],
})

const none = { awsIamRoles: [], azureServicePrincipals: [], gcpServiceAccounts: [] }

/** Projects without cloud roles. */
const withoutRoles = ['payments-staging', 'chaos-lab', 'free-and-flex'].map(projectIdOf)

export const cloudRoles = {
  listGroupCloudProviderAccess: ({ world, path }) =>
    withoutRoles.includes(world.project(path.groupId).id) ? none : roles(),
} satisfies SandboxFile
