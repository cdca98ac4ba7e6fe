'use client'
import { dayInUtc } from '@/lib/format/time'
import {
  getMachine,
  type Machine,
  revokeMachine,
  rotateMachine,
  updateMachine,
} from '@/lib/ops/machines'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { OpPage } from '../blocks/op-page'
import { OpPanel } from '../blocks/op-panel'
import { column } from '../data/columns'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { lazyComponent } from '../ui/lazy-component'
import { Lines } from '../ui/lines'
import { SkeletonRows } from '../ui/skeleton'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { MachineSecrets } from './machine-secrets'
import { AttentionBadges, bindingWord, machineStates, ownerWord } from './words'

const Abilities = lazyComponent(() => import('./abilities').then((m) => m.Abilities), {
  loading: <SkeletonRows rows={4} />,
  soon: true,
})
const Deeds = lazyComponent(() => import('./deeds').then((m) => m.Deeds), {
  loading: <SkeletonRows rows={4} />,
  soon: true,
})
const EditMachine = lazyComponent(() => import('./machine-form').then((m) => m.EditMachine), {
  soon: true,
})
const RotateMachine = lazyComponent(() => import('./machine-form').then((m) => m.RotateMachine))

type Place = { name: string }

const GONE = 'This machine is revoked.'

/** One machine: its settings, secrets and use. */
export const MachinePage = (place: Place) => (
  <OpPage
    op={getMachine}
    input={place}
    what="Machine"
    back={{ label: 'Machines', href: routes.machines() }}
    title={({ machine }) => machine.name}
    lead="A program that calls Atlas through Gatehouse."
    badges={({ machine }) => (
      <>
        <StateBadge styles={machineStates} state={machine.state} />
        <AttentionBadges attention={machine.attention} />
      </>
    )}
    actions={(data) => <Buttons {...place} machine={data?.machine} />}
  >
    {() => (
      <>
        <MachineFacts {...place} />
        <MachineSecrets {...place} />
        <Deeds {...place} />
        <Uses {...place} />
        <Abilities {...place} />
      </>
    )}
  </OpPage>
)

function Buttons({ name, machine }: Place & { machine: Machine | undefined }) {
  const whyNot = machine ? (machine.state === 'revoked' ? GONE : machine.whyNot) : 'Not loaded yet.'
  return (
    <>
      <FormButton
        op={updateMachine}
        place={{ name }}
        label="Edit"
        ariaLabel={`Edit ${name}`}
        size="md"
        whyNot={whyNot}
        form={(close) => machine && <EditMachine machine={machine} onClose={close} />}
      />
      <FormButton
        op={rotateMachine}
        place={{ name }}
        label="Rotate"
        ariaLabel={`Rotate the secret of ${name}`}
        size="md"
        whyNot={whyNot}
        form={(close) => <RotateMachine name={name} onClose={close} />}
      />
      <ConfirmAction
        op={revokeMachine}
        input={{ name }}
        variant="danger-plain"
        ariaLabel={`Revoke ${name}`}
        whyNot={whyNot}
      />
    </>
  )
}

const MachineFacts = (place: Place) => (
  <OpPanel
    op={getMachine}
    input={place}
    title="Machine"
    facts={({ machine }) => [
      ['Purpose', machine.purpose],
      ['Client ID', <Copyable key="id" value={machine.clientId} what="client ID" />],
      ['Owner', <Owner key="owner" {...machine.owner} />],
      [
        'Roles',
        machine.bindings.length > 0 ? (
          <Lines key="roles" lines={machine.bindings.map(bindingWord)} />
        ) : machine.state === 'revoked' ? (
          'None'
        ) : (
          `None. The machine can’t do anything until gatehouse.yaml binds a role to “machine: ${machine.name}”.`
        ),
      ],
      [
        'Workload identity',
        machine.workload.length > 0 ? (
          <Lines
            key="workload"
            lines={machine.workload.map(({ issuer, claims }) => `${issuer}: ${claims}`)}
          />
        ) : (
          'Not configured'
        ),
      ],
      ['Created', <Time key="created" at={machine.createdAt} />],
      machine.revokedAt
        ? ['Revoked', <Time key="revoked" at={machine.revokedAt} />]
        : ['Ends', <Time key="ends" at={machine.endsAt} />],
      [
        'After an approval',
        machine.carryOut === 'permit' ? 'The machine repeats its call' : 'Gatehouse sends the call',
      ],
      [
        'Limits',
        `${machine.callsPerMinute.toLocaleString('en')} calls per minute, ${machine.gatedPerHour.toLocaleString('en')} requests for approval per hour, ${machine.deletionsPerDay.toLocaleString('en')} deletions per day`,
      ],
      ['HTTP Digest', machine.usesDigest ? 'Allowed' : 'Not allowed'],
      ...(machine.lastUse
        ? ([
            ['Last use', <Time key="used" at={machine.lastUse.at} />],
            ['Last address', machine.lastUse.address ?? 'Not known'],
            ['Last User-Agent', machine.lastUse.userAgent ?? 'Not known'],
          ] as const)
        : ([['Last use', 'Never']] as const)),
    ]}
  />
)

const Owner = (owner: Machine['owner']) => (
  <span>
    <bdi>{owner.name}</bdi> ({owner.account}).{' '}
    {ownerWord(owner) && <span className="text-bad">{ownerWord(owner)}. </span>}
    {owner.lastSignIn && (
      <>
        Last sign-in <Time at={owner.lastSignIn} />
      </>
    )}
  </span>
)

type Use = { operation: string; calls: number; refusals: number; lastDay: string }
const c = column<Use>()
const columns = [
  c.text('operation', 'Operation'),
  c.number('calls', 'Calls'),
  c.number('refusals', 'Refused'),
  c.custom('lastDay', 'Last call (UTC)', ({ lastDay }) => dayInUtc(lastDay)),
]

const Uses = (place: Place) => (
  <OpList
    op={getMachine}
    input={place}
    name="machine-uses"
    what="operations"
    title="Calls of the last 30 days"
    columns={columns}
    rows={({ uses }): readonly Use[] => uses}
    rowName={({ operation }) => operation}
    isShort
    empty={{ title: 'No calls', hint: 'This machine made no calls in the last 30 days.' }}
  />
)
