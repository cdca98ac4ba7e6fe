'use client'
import { getMachine, type MachineSecret, revokeMachineSecret } from '@/lib/ops/machines'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { secretStates } from './words'

type Place = { name: string }
type Row = MachineSecret & { whyNot: string | null }

const c = column<Row>()
const columns = [
  c.text(['hint', ({ hint }) => `…${hint}`], 'Secret'),
  c.state('state', 'State', secretStates),
  c.text('shownTo', 'Shown to'),
  c.time('createdAt', 'Created'),
  c.time('expiresAt', 'Valid until'),
  c.text(['digest', ({ hasDigest }) => (hasDigest ? 'Yes' : 'No')], 'HTTP Digest', {
    optional: true,
  }),
]

const on = rowActions<Row, Place>()
const actions = [
  on.confirm(revokeMachineSecret, {
    isFor: ({ state }) => state !== 'revoked',
    whyNot: ({ whyNot }) => whyNot,
    input: ({ id }, { name }) => ({ name, secretId: id }),
  }),
]

/** The secrets of a machine, newest first. */
export const MachineSecrets = (place: Place) => (
  <OpList
    op={getMachine}
    input={place}
    name="machine-secrets"
    what="secrets"
    columns={columns}
    rows={({ secrets, machine }): Row[] =>
      secrets.map((one) => ({ ...one, whyNot: machine.whyNot }))
    }
    rowId={({ id }) => id}
    rowName={({ hint }) => `the secret …${hint}`}
    actions={actions}
    isShort
    empty={{
      icon: <svg aria-hidden className="icon-[key-round]" />,
      hint: 'It can sign in only with workload identity.',
    }}
  />
)
