'use client'
import Link from 'next/link'
import { useWhyNot } from '@/lib/client/use-me'
import { list } from '@/lib/format/words'
import { createMachine, listMachines, type Machine } from '@/lib/ops/machines'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { column, none } from '../data/columns'
import { Banner } from '../ui/banner'
import { lazyComponent } from '../ui/lazy-component'
import { AttentionBadges, attentionWord, bindingWord, machineStates, ownerWord } from './words'

const CreateMachine = lazyComponent(() => import('./machine-form').then((m) => m.CreateMachine), {
  soon: true,
})

const c = column<Machine>()
const columns = [
  c.custom(
    'name',
    'Machine',
    ({ name }) => (
      <Link
        href={routes.machine(name)}
        className="break-words font-medium underline decoration-line underline-offset-3"
      >
        {name}
      </Link>
    ),
    { width: '14%' },
  ),
  c.state('state', 'State', machineStates),
  c.custom(
    ['attention', ({ attention }) => list(attention.map(attentionWord)) || null],
    'Attention',
    ({ attention }) =>
      attention.length > 0 ? (
        <span className="flex flex-wrap gap-1">
          <AttentionBadges attention={attention} />
        </span>
      ) : (
        none
      ),
    { choices: true, choice: (value) => (value === null ? 'Nothing' : String(value)) },
  ),
  c.custom(
    ['owner', ({ owner }) => owner.name],
    'Owner',
    ({ owner }) => (
      <span className="grid">
        <bdi>{owner.name}</bdi>
        {ownerWord(owner) && <span className="text-muted text-xs">{ownerWord(owner)}</span>}
      </span>
    ),
    { width: '11%' },
  ),
  c.lines('bindings', ({ bindings }) => bindings.map(bindingWord), 'Roles', { width: '20%' }),
  c.time(['lastUse', ({ lastUse }) => lastUse?.at ?? null], 'Last use', { absent: 'Never' }),
  c.text(['address', ({ lastUse }) => lastUse?.address ?? null], 'Address', { optional: true }),
  c.text(['userAgent', ({ lastUse }) => lastUse?.userAgent ?? null], 'User-Agent', {
    optional: true,
  }),
  c.number('calls', 'Calls, 30 days', { width: '6rem' }),
  c.number('refusals', 'Refused, 30 days', { width: '6.5rem' }),
  c.time(['endsAt', ({ state, endsAt }) => (state === 'revoked' ? null : endsAt)], 'Ends'),
  c.copyable('clientId', 'Client ID', { optional: true }),
]

/** The machines that the reader manages or owns. */
export function MachinesPage() {
  const refused = useWhyNot(createMachine, { kind: 'console' })
  return (
    <OpList
      op={listMachines}
      input={{}}
      what="machines"
      columns={columns}
      rowName={({ name }) => name}
      buttons={
        <FormButton
          op={createMachine}
          place={{}}
          form={(close) => <CreateMachine onClose={close} />}
        />
      }
      above={({ unknown }) => unknown.length > 0 && <Unknown names={unknown} />}
      empty={{
        icon: <svg aria-hidden className="icon-[bot]" />,
        hint: refused
          ? 'You don’t own any machines. Admins create machines and see all of them.'
          : 'Create one for each program that calls Atlas through Gatehouse, and bind roles to it in gatehouse.yaml.',
      }}
    />
  )
}

const Unknown = ({ names }: { names: readonly string[] }) => (
  <div className="px-4 pb-3">
    <Banner title="gatehouse.yaml binds machines that do not exist">
      Create {list(names, 'or')}, or remove the binding.
    </Banner>
  </div>
)
