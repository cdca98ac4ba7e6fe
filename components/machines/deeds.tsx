'use client'
import Link from 'next/link'
import { upperFirst } from '@/lib/format/words'
import { listMachineDeeds, type MachineDeed } from '@/lib/ops/machines'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column, none } from '../data/columns'
import { TargetText } from '../data/target-text'

const link = 'underline decoration-line underline-offset-3'

const c = column<MachineDeed>()
const columns = [
  c.time('time', 'Time', { width: '8rem' }),
  c.custom('event', 'Event', ({ event, seq }) =>
    seq === null ? (
      event
    ) : (
      <Link className={link} href={routes.auditRow(String(seq))}>
        {event}
      </Link>
    ),
  ),
  c.text('operation', 'Operation', { width: '26%' }),
  c.custom('target', 'Target', ({ target, requestId }) =>
    requestId ? (
      <Link className={link} href={routes.request(requestId)}>
        {target ? <TargetText target={target} /> : 'View request'}
      </Link>
    ) : target ? (
      <TargetText target={target} withLinks />
    ) : (
      none
    ),
  ),
  c.text(['outcome', ({ outcome }) => outcome && upperFirst(outcome)], 'Outcome'),
]

/** What a machine changed or asked for last. */
export const Deeds = ({ name }: { name: string }) => (
  <OpList
    op={listMachineDeeds}
    input={{ name }}
    what="changes"
    title="Recent changes"
    columns={columns}
    rowId={({ id }) => id}
    rowName={({ event }) => event}
    isShort
    empty={{
      title: 'No changes',
      hint: 'It has made no changes and sent no requests. Its reads are counted below.',
    }}
  />
)
