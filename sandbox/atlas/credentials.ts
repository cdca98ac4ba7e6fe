/** What a client of the sandbox Atlas signs in with. Obviously pretend: they open nothing but the sandbox. */
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

/** A twin bound to one project (`payments-staging`) with no role that suffices for anything: answers 403. */
export const weakCredentials: SandboxCredentials = {
  clientId: 'mdb_sa_id_5a4d0b0c5a4d0b0c0000eaec',
  clientSecret: 'mdb_sa_sk_sandboxOnly_theTwinWithoutRoles_opensLess',
  publicKey: 'sandboxw',
  privateKey: '00000000-5a4d-4b0c-8000-000000000002',
}

/** Who calls, as the sandbox knows them. */
export type Actor = SandboxCredentials & {
  name: string
  /** Roles held in the one project this actor belongs to; undefined for an owner of everything. */
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
