'use client'
import { useAddress, useAddressList } from '@/lib/client/use-address'
import { millis } from '@/lib/format/time'
import type { AuditFilter } from '@/lib/ops/audit'
import { routes } from '@/lib/routes'

const one = ['person', 'machines', 'request', 'project', 'org', 'from', 'to', 'q'] as const
const many = ['type', 'op', 'outcome', 'without'] as const
export type Field = (typeof one)[number] | (typeof many)[number]

/** The filter of the audit log, kept in the address. */
export function useAuditFilter() {
  const { get, set } = useAddress()
  const [types, ops, outcomes, without] = [
    useAddressList('type'),
    useAddressList('op'),
    useAddressList('outcome'),
    useAddressList('without'),
  ]
  const value = (key: (typeof one)[number]) => get(key) ?? ''
  const moment = (key: 'from' | 'to') => (millis(value(key)) === undefined ? '' : value(key))
  const fields = {
    person: value('person'),
    types,
    ops,
    outcomes,
    without,
    requestId: value('request'),
    groupId: value('project'),
    orgId: value('org'),
    from: moment('from'),
    to: moment('to'),
    text: value('q'),
  }
  const withMachines = fields.person !== '' && get('machines') === 'owned'
  const filter = {
    ...Object.fromEntries(Object.entries(fields).filter(([, given]) => given.length > 0)),
    ...(withMachines ? { machines: true } : {}),
  } as AuditFilter
  return {
    fields,
    withMachines,
    filter,
    isFiltered: Object.keys(filter).length > 0,
    set: (change: Partial<Record<Field, string | readonly string[]>>) =>
      set(change, 'q' in change || 'request' in change ? { afterMs: 1 } : {}),
    clear: () => set(Object.fromEntries([...one, ...many].map((key) => [key, null]))),
  }
}
export type AuditFilterState = ReturnType<typeof useAuditFilter>

/** The address of the audit log with a filter. */
export const hrefOf = ({
  types,
  ops,
  outcomes,
  without,
  groupId,
  orgId,
  requestId,
  text,
  machines,
  ...rest
}: AuditFilter) =>
  routes.audit({
    ...rest,
    machines: machines ? 'owned' : undefined,
    type: types?.join(),
    op: ops?.join(),
    outcome: outcomes?.join(),
    without: without?.join(),
    project: groupId,
    org: orgId,
    request: requestId,
    q: text,
  })
