'use client'
import { useQuery } from '@tanstack/react-query'
import { serverNow } from '@/lib/client/clock'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { listPeople } from '@/lib/ops/delegations'
import {
  createMachine,
  type Machine,
  rotateMachine,
  settingsOf,
  updateMachine,
} from '@/lib/ops/machines'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { SecretSheet } from '../blocks/secret-sheet'
import { SelectField } from '../form/field'
import { TimeField } from '../form/time-field'
import { Copyable } from '../ui/copyable'

const DAY_MS = 86_400_000

/** Creates a machine, and shows its secret once. */
export function CreateMachine({ onClose }: { onClose: () => void }) {
  const me = useMe()
  return (
    <SecretSheet
      op={createMachine}
      description="Gatehouse shows the secret once, right after this. Whoever sees it can’t approve what the machine requests."
      start={{
        name: '',
        purpose: '',
        owner: me?.subject ?? '',
        endsAt: new Date(serverNow() + 90 * DAY_MS).toISOString(),
        carryOut: 'permit',
        callsPerMinute: 600,
        gatedPerHour: 60,
        deletionsPerDay: 20,
        usesDigest: false,
        withSecret: true,
      }}
      onClose={onClose}
      shown={({ name, clientId, clientSecret }) => ({
        title: `Machine ${name} created`,
        description:
          clientSecret === null
            ? 'It has no secret. It signs in with the tokens of an issuer in gatehouse.yaml.'
            : undefined,
        secrets: [
          ['Client ID', clientId],
          ...(clientSecret === null ? [] : [['Client secret', clientSecret] as const]),
        ],
        next: <Bind name={name} />,
      })}
    >
      <Fields op={createMachine} />
    </SecretSheet>
  )
}

// The value wraps only in a list of facts.
const Bind = ({ name }: { name: string }) => (
  <dl className="mt-4 grid gap-2 border-line border-t pt-3 text-sm">
    <dt className="text-muted">
      The machine can do only what <code>gatehouse.yaml</code> binds to its name. Add a binding,
      with the role <code>operator</code> if it makes changes, and restart Gatehouse:
    </dt>
    <dd>
      <Copyable
        value={`- { machine: ${name}, role: viewer, scope: { project: PROJECT_ID } }`}
        what="binding"
        marked
      />
    </dd>
  </dl>
)

/** Changes the settings of a machine. */
export function EditMachine({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const opened = settingsOf(machine)
  return (
    <FormSheet
      op={updateMachine}
      title={`Edit ${machine.name}`}
      start={{ name: machine.name, ...opened, opened }}
      opened={{ label: 'The machine', start: (now) => ({ ...(now as typeof opened) }) }}
      onClose={onClose}
    >
      <Fields op={updateMachine} owner={machine.owner} />
    </FormSheet>
  )
}

const aboutIt = ['name', 'purpose']
const budgets = ['callsPerMinute', 'gatedPerHour', 'deletionsPerDay']
const others = ['carryOut', ...budgets, 'usesDigest', 'withSecret']

function Fields({
  op,
  owner,
}: {
  op: typeof createMachine | typeof updateMachine
  /** Of the machine, who is no longer in the list if they lost their role. */
  owner?: Machine['owner']
}) {
  const me = useMe()
  const people = useQuery(read(listPeople, {})).data?.data.results ?? []
  const known = [
    ...(me ? [{ sub: me.subject, name: `${me.name} (you)` }] : []),
    ...people.filter(({ sub }) => sub !== me?.subject),
  ]
  const isListed = known.some(({ sub }) => sub === owner?.account)
  return (
    <>
      <FormFields input={op.input} without={others} />
      <SelectField
        name="owner"
        label="Owner"
        hint="Can rotate and revoke it, and can’t approve what it requests."
      >
        <option value="">Choose a person</option>
        {owner && !isListed && <option value={owner.account}>{owner.name}</option>}
        {known.map(({ sub, name }) => (
          <option key={sub} value={sub}>
            {name}
          </option>
        ))}
      </SelectField>
      <TimeField name="endsAt" label="Ends" hint="In your time zone. At most 366 days from now." />
      <FormFields input={op.input} without={aboutIt} />
    </>
  )
}

export const RotateMachine = ({ name, onClose }: { name: string; onClose: () => void }) => (
  <SecretSheet
    op={rotateMachine}
    title={`Rotate the secret of ${name}`}
    description="Gatehouse shows the secret once, right after this. Whoever sees it can’t approve what the machine requests."
    start={{ name, keepHours: 24 }}
    onClose={onClose}
    shown={({ clientId, clientSecret }) => ({
      title: 'Secret created',
      secrets: [
        ['Client ID', clientId],
        ['Client secret', clientSecret ?? ''],
      ],
    })}
  />
)
