'use client'
import { count, list } from '@/lib/format/words'
import { listMachineAbilities, type MachineAbility } from '@/lib/ops/machines'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import type { Tone } from '../ui/badge'

const approvals: Record<MachineAbility['approval'], { word: string; tone: Tone }> = {
  never: { word: 'Not needed', tone: 'neutral' },
  depends: { word: 'Depends on the call', tone: 'neutral' },
  always: { word: 'Always', tone: 'warn' },
}
const approvalOf = ({ approval }: MachineAbility) => approvals[approval]
const kindOf = ({ isRead }: MachineAbility) => (isRead ? 'Read' : 'Change')

const c = column<MachineAbility>()
const columns = [
  c.text('title', 'Operation', { width: '32%' }),
  c.badge(['kind', kindOf], 'Kind', (kind) => ({
    word: String(kind),
    tone: kind === 'Change' ? 'accent' : 'neutral',
  })),
  c.badge(['approval', (one) => approvalOf(one).word], 'Approval', (_, one) => approvalOf(one)),
  c.text(['where', ({ where }) => list(where)], 'Where', { width: '22%' }),
  c.text('area', 'Area', { choices: true }),
  c.text(['call', ({ method, path }) => `${method} ${path}`], 'Call', { optional: true }),
  c.copyable('operationId', 'Operation ID', { optional: true }),
]

/** How many operations a machine can call, in words. */
function summaryOf(all: readonly MachineAbility[]): string {
  const changes = all.filter(({ isRead }) => !isRead)
  const of = (approval: MachineAbility['approval']) =>
    changes.filter((one) => one.approval === approval).length.toLocaleString('en')
  const reads = `It can call ${count(all.length - changes.length, 'operation')} that read`
  if (changes.length === 0) return `${reads}. It can’t change anything.`
  return `${reads} and ${count(changes.length, 'operation')} that change something. Of the changes, ${of('never')} need no approval, ${of('always')} always need it, and for ${of('depends')} it depends on the values of the call, such as a production project or a wide address. To check a call, open its operation and enter the values.`
}

/** What a machine can read and change through Gatehouse, and what needs approval. */
export const Abilities = ({ name }: { name: string }) => (
  <OpList
    op={listMachineAbilities}
    input={{ name }}
    what="operations"
    title="What it can do"
    columns={columns}
    rowId={({ operationId }) => operationId}
    rowName={({ title }) => title}
    href={({ operationId }) => routes.atlasOperation(operationId)}
    above={({ results }) =>
      results.length > 0 && <p className="px-4 pt-3 text-muted text-sm">{summaryOf(results)}</p>
    }
    empty={{ title: 'It can’t do anything', hint: 'No role is bound to this machine.' }}
    fewOnPhones
  />
)
