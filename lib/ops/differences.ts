/** A known difference between a description and the Atlas specification, with the reason why it stays. */
export type Explained = {
  /** Gatehouse's operation id, or Atlas's for the facts table: as `npm run check:atlas` prints it. */
  operation: string
  /** The field with what differs, as `npm run check:atlas` prints it. */
  field: string
  reason: string
  source: string
}

/** `npm run check:atlas` fails on an entry here that no longer matches anything. */
export const explained: readonly Explained[] = [
  ...['clusters.get answer', 'clusters.list answer.results[]', 'employee.read answer'].flatMap(
    (at) => {
      const [operation = '', place = ''] = at.split(' ')
      return ['private', 'privateSrv'].map((name) => ({
        operation,
        field: `${place}.connectionStrings.${name} secret`,
        reason: 'Addresses in a private network. They have no user name and no password.',
        source: 'connectionStrings in the specification of 2026-08-21',
      }))
    },
  ),
  {
    operation: 'access.allow',
    field: 'body[].cidrBlock pattern',
    reason:
      'The pattern can’t validate addresses: it expects a percent-encoded slash and rejects most short forms of IPv6, ' +
      'such as 2001:db8::/48. An address parser checks them instead.',
    source:
      'NetworkPermissionEntry in the specification of 2026-08-21, tried on that address; RFC 4291 section 2.2',
  },
  ...['orgApiKeys.removeAddress', 'serviceAccounts.removeAddress'].map((operation) => ({
    operation,
    field: 'path.ipAddress pattern',
    reason: 'As for access.allow: the pattern rejects most short forms of IPv6.',
    source: 'The specification of 2026-08-21, tried on 2001:db8::/48; RFC 4291 section 2.2',
  })),
  ...['orgApiKeys.update', 'serviceAccounts.update'].map((operation) => ({
    operation,
    field: 'body.roles[] values',
    reason: 'A change keeps roles that Atlas has added since. They need approval.',
    source: 'The list of roles in the specification of 2026-08-21 grows without notice',
  })),
  {
    operation: 'serviceAccounts.create',
    field: 'body.roles[] value ORG_OWNER',
    reason:
      'An owner needs approval, and Gatehouse gets the answer to an approved call: nobody would see the new secret.',
    source:
      'createOrgServiceAccount in the specification of 2026-08-21: the answer has the secret once',
  },
  ...['list', 'get', 'pause', 'resume'].flatMap((verb) =>
    ['removed', 'deprecated', 'sunset'].map((field) => ({
      operation: `pipelines.${verb}`,
      field,
      reason:
        'Only some Atlas deployments still answer. The page is shown there, or when a person asks for it, and says so.',
      source: 'Atlas removed the tag Data Lake Pipelines on 2026-07-31',
    })),
  ),
  ...['snapshots', 'snapshot', 'setExpiry'].map((verb) => ({
    operation: `legacyBackup.${verb}`,
    field: 'deprecated',
    reason:
      'Clusters before MongoDB 4.2 have no other backup. The page shows it only where it exists.',
    source: 'The tag Legacy Backup of the specification of 2026-08-21',
  })),
  {
    operation: 'backup.serverlessRestoreJobs',
    field: 'deprecated',
    reason:
      'Only some Atlas deployments still answer it. The page uses its successor, the flex operation, and says so.',
    source: 'Atlas ended the operation on 2026-01-22',
  },
  {
    operation: 'backup.serverlessRestoreJobs',
    field: 'sunset',
    reason:
      'As above: 404 and 410 get a message, and deployments that still answer are shown in full.',
    source: 'Atlas ended the operation on 2026-01-22',
  },
  ...[
    'createGroupServerlessBackupRestoreJob',
    'getGroupServerlessBackupRestoreJob',
    'getGroupServerlessBackupSnapshot',
    'listGroupServerlessBackupRestoreJobs',
    'listGroupServerlessBackupSnapshots',
  ].map((operation) => ({
    operation,
    field: 'removed',
    reason: 'Removed the day after the specification.',
    source: 'Atlas API changelog of 2026-08-22',
  })),
  {
    operation: 'orgApiKeys.create',
    field: 'body.roles[] value ORG_OWNER',
    reason:
      'An owner needs approval, and Gatehouse gets the answer to an approved call: nobody would see the new private key.',
    source: 'createOrgApiKey in the specification of 2026-08-21: the answer holds the key once',
  },
  ...[
    [
      'electableSpecs.instanceSize values',
      'Atlas adds sizes. The form offers those of every cloud.',
    ],
    ['regionName values', 'Atlas adds regions. The upgrade sends the region of the flex cluster.'],
    ['providerName value TENANT', 'A dedicated cluster is in a cloud, not on shared servers.'],
  ].map(([field = '', reason = '']) => ({
    operation: 'flexClusters.upgrade',
    field: `body.replicationSpecs[].regionConfigs[].${field}`,
    reason,
    source: 'tenantGroupFlexClusterUpgrade in the specification of 2026-08-21',
  })),
  ...[
    'processes.measurements',
    'processes.databaseMeasurements',
    'processes.diskMeasurements',
    'namespaces.ranked',
    'namespaces.rankedInProcess',
    'namespaces.measurements',
    'namespaces.processMeasurements',
  ].flatMap((operation) => [
    ...['start', 'end'].map((name) => ({
      operation,
      field: `input.${name} field`,
      reason: 'A period and a start exclude each other, and the generated inputs have a period.',
      source: 'The period parameter in the specification of 2026-08-21',
    })),
    ...(operation.startsWith('namespaces.ranked')
      ? []
      : [
          {
            operation,
            field: `query.${operation.startsWith('processes') ? 'm' : 'metrics'}[] values`,
            reason: 'Atlas adds metrics, and this only narrows a read.',
            source: 'The lists of metrics in the specification of 2026-08-21',
          },
        ]),
  ]),
  ...[
    ['events.types', 'groupId'],
    ['orgEvents.types', 'orgId'],
  ].map(([operation = '', name = '']) => ({
    operation,
    field: `input.${name} field`,
    reason: 'Atlas lists its event types without a place. Here it decides the connection to ask.',
    source: 'listEventTypes in the specification of 2026-08-21',
  })),
  ...['events.list', 'orgEvents.list'].map((operation) => ({
    operation,
    field: 'query.eventType[] values',
    reason:
      'The list is long and changes with the specification. This is only the filter of a read, ' +
      'so an unknown name is harmless.',
    source: 'listGroupEvents in the specification of 2026-08-21: 710 values',
  })),
  ...[
    'events.list answer.results[]',
    'orgEvents.list answer.results[]',
    'events.get answer',
    'orgEvents.get answer',
  ].map((at) => {
    const [operation = '', place = ''] = at.split(' ')
    return {
      operation,
      field: `${place}.clusterName field`,
      reason:
        'Live events of a cluster carry its name. It is optional here, so its absence breaks nothing.',
      source: 'Live answers recorded in the Atlas CLI’s end-to-end suite, 2026-08-10',
    }
  }),
  {
    operation: 'search.create',
    field: 'body.definition.mappings.dynamic type',
    reason:
      'The specification has an object; Atlas accepts and returns true, false, or an object with a type set. ' +
      'The most common definition is dynamic: true.',
    source:
      'Live answers recorded in the Atlas CLI’s end-to-end suite, 2025-11-10; Atlas Search documentation, index definitions',
  },
  {
    operation: 'search.update',
    field: 'body.definition.mappings.dynamic type',
    reason:
      'The specification has an object; Atlas accepts and returns true, false, or an object with a type set. ' +
      'The most common definition is dynamic: true.',
    source:
      'Live answers recorded in the Atlas CLI’s end-to-end suite, 2025-11-10; Atlas Search documentation, index definitions',
  },
  {
    operation: 'federation.updateOidc',
    field: 'body.protocol value SAML',
    reason: 'A provider keeps its protocol; SAML ones are changed by federation.updateSaml.',
    source: 'The two shapes of FederationIdentityProviderUpdate in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateSaml',
    field: 'body.protocol value OIDC',
    reason: 'A provider keeps its protocol; OIDC ones are changed by federation.updateOidc.',
    source: 'The two shapes of FederationIdentityProviderUpdate in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOidc',
    field: 'body.displayName minLength',
    reason:
      'An unchanged name is sent back as Atlas returned it. A changed one must fit the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'federation.updateOidc',
    field: 'body.displayName maxLength',
    reason:
      'An unchanged name is sent back as Atlas returned it. A changed one must fit the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].roleAssignments[].orgId pattern',
    reason:
      'Role mappings are sent back exactly as Atlas returned them, because Atlas removes what is left out.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].roleAssignments[].groupId pattern',
    reason:
      'Role mappings are sent back exactly as Atlas returned them, because Atlas removes what is left out.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].externalGroupName minLength',
    reason:
      'Role mappings are sent back exactly as Atlas returned them, because Atlas removes what is left out.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].externalGroupName maxLength',
    reason:
      'Role mappings are sent back exactly as Atlas returned them, because Atlas removes what is left out.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.postAuthRoleGrants[] values',
    reason:
      'Atlas adds roles without notice, and an existing role must be sent back with the others.',
    source: 'ConnectedOrgConfig.postAuthRoleGrants had other values in earlier specifications',
  },
  {
    operation: 'federation.updateSaml',
    field: 'body.displayName minLength',
    reason:
      'An unchanged name is sent back as Atlas returned it. A changed one must fit the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'federation.updateSaml',
    field: 'body.displayName maxLength',
    reason:
      'An unchanged name is sent back as Atlas returned it. A changed one must fit the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'streams.createConnection',
    field: 'body.type value S3',
    reason: 'Atlas has S3 connections. The specification has their schema, but omits the type.',
    source: 'StreamsS3Connection in the specification of 2026-08-21',
  },
  {
    operation: 'streams.changeConnection',
    field: 'body.type value S3',
    reason: 'Atlas has S3 connections. The specification has their schema, but omits the type.',
    source: 'StreamsS3Connection in the specification of 2026-08-21',
  },
  {
    operation: 'resourcePolicies.validate',
    field: 'answer.errorType field',
    reason: 'Of Atlas’s 400, which is an answer here.',
    source: 'ApiAtlasInvalidResourcePolicyCreateErrorView in the specification of 2026-08-21',
  },
  {
    operation: 'resourcePolicies.validate',
    field: 'answer.invalidPolicies field',
    reason: 'Of Atlas’s 400, which is an answer here.',
    source: 'ApiAtlasInvalidResourcePolicyCreateErrorView in the specification of 2026-08-21',
  },
]
