/** Credentials of the sandbox Atlas. They work nowhere else. */
export type SandboxCredentials = {
  clientId: string
  clientSecret: string
  publicKey: string
  privateKey: string
}

/** Owner of all three organizations. */
export const credentials: SandboxCredentials = {
  clientId: 'mdb_sa_id_5a4d0b0c5a4d0b0c5a4d0b0c',
  clientSecret: 'mdb_sa_sk_sandboxOnly_notASecret_opensNothingReal00',
  publicKey: 'sandboxa',
  privateKey: '00000000-5a4d-4b0c-8000-000000000001',
}

/** An actor of one project (`payments-staging`) without sufficient roles: gets 403. */
export const weakCredentials: SandboxCredentials = {
  clientId: 'mdb_sa_id_5a4d0b0c5a4d0b0c0000eaec',
  clientSecret: 'mdb_sa_sk_sandboxOnly_theTwinWithoutRoles_opensLess',
  publicKey: 'sandboxw',
  privateKey: '00000000-5a4d-4b0c-8000-000000000002',
}

/** A caller of the sandbox. */
export type Actor = SandboxCredentials & {
  name: string
  /** Roles in the actor's one project; undefined for an owner of everything. */
  limited?: { projectName: string; roles: readonly string[] }
}

export const actors: readonly Actor[] = [
  { ...credentials, name: 'gatehouse-console' },
  {
    ...weakCredentials,
    name: 'gatehouse-console-twin',
    limited: { projectName: 'payments-staging', roles: ['Project Data Access Read Only'] },
  },
]
