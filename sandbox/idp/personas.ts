export type Persona = {
  /** The label of the button on the sign-in page, and the stable subject at the provider. */
  name: string
  displayName: string
  email: string
  groups: string[]
  /** One line for the sign-in page and for a demonstration's output. */
  may: string
}

const persona = (name: string, displayName: string, groups: string[], may: string): Persona => ({
  name,
  displayName,
  email: `${displayName.toLowerCase().replace(' ', '.')}@example.com`,
  groups,
  may,
})

/** Who can sign in at the sandbox: one per role, a second approver, and someone with no role at all. */
export const personas: readonly Persona[] = [
  persona('viewer', 'Vera Lindqvist', ['gatehouse-viewers'], 'sees everything in scope'),
  persona(
    'requester',
    'Rosa Delgado',
    ['gatehouse-requesters'],
    'asks for access, revokes her own',
  ),
  persona('operator', 'Omar Haddad', ['gatehouse-operators'], 'runs commands, revokes any grant'),
  persona('approver', 'Amara Okafor', ['gatehouse-approvers'], 'decides what others ask for'),
  persona('approver2', 'Anton Weiss', ['gatehouse-approvers'], 'a second approver'),
  persona('auditor', 'Aiko Tanaka', ['gatehouse-auditors'], 'reads and verifies the audit chain'),
  persona('admin', 'Adele Fournier', ['gatehouse-admins'], 'sees configuration, ends sessions'),
  persona('breakglass', 'Bela Kovacs', ['gatehouse-breakglass'], 'for emergencies, reviewed later'),
  persona('outsider', 'Otto Brandt', ['staff'], 'signed in, with no role in Gatehouse'),
]

/** The persona with this name; undefined for anything else. */
export const personaNamed = (name: string): Persona | undefined =>
  personas.find((p) => p.name === name)
