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
      'The pattern is wrong as a validator: it wants the slash percent-encoded and misses most short forms of IPv6, ' +
      'such as 2001:db8::/48. Addresses are read by an address parser instead.',
    source:
      'NetworkPermissionEntry in the specification of 2026-08-21, tried on that address; RFC 4291 section 2.2',
  },
  {
    operation: 'backup.serverlessRestoreJobs',
    field: 'deprecated',
    reason:
      'Read only where an Atlas still answers it; the page uses the flex operation, which is its successor, and says so.',
    source: 'Issue 3, area 1; Atlas ended the operation on 2026-01-22',
  },
  {
    operation: 'backup.serverlessRestoreJobs',
    field: 'sunset',
    reason:
      'As above: 410 VERSION_GONE is met with a sentence, and an Atlas that still answers it loses no rows.',
    source: 'Issue 3, area 1; Atlas ended the operation on 2026-01-22',
  },
  {
    operation: 'projects.events',
    field: 'query.eventType[] values',
    reason:
      'The list is long and changes with the specification. This is only the filter of a read, ' +
      'so a name that Atlas does not know can do no harm.',
    source: 'listGroupEvents in the specification of 2026-08-21: 710 values',
  },
  {
    operation: 'projects.events',
    field: 'answer.results[].clusterName field',
    reason:
      'Live events of a cluster carry its name. It is optional here, so its absence breaks nothing.',
    source: "Live answers recorded in the Atlas CLI's end-to-end suite, 2026-08-10",
  },
  {
    operation: 'search.create',
    field: 'body.definition.mappings.dynamic type',
    reason:
      'The file calls it an object; Atlas takes and answers true, false, or an object that names a type set. ' +
      'The commonest definition of all is dynamic: true.',
    source:
      "Live answers recorded in the Atlas CLI's end-to-end suite, 2025-11-10; Atlas Search documentation, index definitions",
  },
  {
    operation: 'search.update',
    field: 'body.definition.mappings.dynamic type',
    reason:
      'The file calls it an object; Atlas takes and answers true, false, or an object that names a type set. ' +
      'The commonest definition of all is dynamic: true.',
    source:
      "Live answers recorded in the Atlas CLI's end-to-end suite, 2025-11-10; Atlas Search documentation, index definitions",
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
      'A name that nobody changes goes back as Atlas gave it; a changed one is held to the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'federation.updateOidc',
    field: 'body.displayName maxLength',
    reason:
      'A name that nobody changes goes back as Atlas gave it; a changed one is held to the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].roleAssignments[].orgId pattern',
    reason:
      'Role mappings go back as Atlas gave them, whatever they hold: what is left out is taken away.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].roleAssignments[].groupId pattern',
    reason:
      'Role mappings go back as Atlas gave them, whatever they hold: what is left out is taken away.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].externalGroupName minLength',
    reason:
      'Role mappings go back as Atlas gave them, whatever they hold: what is left out is taken away.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.roleMappings[].externalGroupName maxLength',
    reason:
      'Role mappings go back as Atlas gave them, whatever they hold: what is left out is taken away.',
    source: 'updateFederationSettingConnectedOrgConfig in the specification of 2026-08-21',
  },
  {
    operation: 'federation.updateOrg',
    field: 'body.postAuthRoleGrants[] values',
    reason:
      'Atlas adds roles without notice: one that stands there already has to go back with the others.',
    source: 'ConnectedOrgConfig.postAuthRoleGrants had other values in earlier specifications',
  },
  {
    operation: 'federation.updateSaml',
    field: 'body.displayName minLength',
    reason:
      'A name that nobody changes goes back as Atlas gave it; a changed one is held to the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
  {
    operation: 'federation.updateSaml',
    field: 'body.displayName maxLength',
    reason:
      'A name that nobody changes goes back as Atlas gave it; a changed one is held to the limits.',
    source: 'FederationIdentityProvider.displayName has no limits where it is read',
  },
]
