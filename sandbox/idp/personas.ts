export type Persona = {
  /** The label of the button on the sign-in page, and the subject in tokens. */
  name: string
  displayName: string
  email: string
  groups: string[]
  /** One line for the sign-in page. */
  may: string
}

const persona = (name: string, displayName: string, groups: string[], may: string): Persona => ({
  name,
  displayName,
  email: `${displayName.toLowerCase().replace(' ', '.')}@example.com`,
  groups,
  may,
})

/** Who can sign in at the sandbox: one person for each role, a second approver, and one without a role. */
export const personas: readonly Persona[] = [
  persona('viewer', 'Vera Lindqvist', ['gatehouse-viewers'], 'Views everything'),
  persona(
    'requester',
    'Rosa Delgado',
    ['gatehouse-requesters'],
    'Requests access, revokes her own',
  ),
  persona(
    'operator',
    'Omar Haddad',
    ['gatehouse-operators'],
    'Changes resources, revokes any grant',
  ),
  persona('approver', 'Amara Okafor', ['gatehouse-approvers'], 'Approves or denies requests'),
  persona('approver2', 'Anton Weiss', ['gatehouse-approvers'], 'A second approver'),
  persona('lead', 'Lena Fischer', ['platform-leads'], 'Approves; decides first on cardholder data'),
  persona('auditor', 'Aiko Tanaka', ['gatehouse-auditors'], 'Reads and verifies the audit log'),
  persona('admin', 'Adele Fournier', ['gatehouse-admins'], 'Ends sessions, revokes any grant'),
  persona(
    'breakglass',
    'Bela Kovacs',
    ['gatehouse-breakglass'],
    'Sends a request without approval in an emergency',
  ),
  persona('outsider', 'Otto Brandt', ['staff'], 'Has no role in Gatehouse'),
]

/** The persona with this name, if there is one. */
export const personaNamed = (name: string): Persona | undefined =>
  personas.find((p) => p.name === name)
