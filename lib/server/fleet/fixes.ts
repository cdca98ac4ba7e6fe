import { z } from 'zod'
import { fact } from '@/lib/atlas/facts'
import type { Check, Fix, Stored } from '@/lib/fleet/check'
import { checks } from '@/lib/fleet/checks'
import type { At } from '@/lib/fleet/source'
import type { Finding, FleetFix } from '@/lib/ops/fleet'
import type { Role } from '@/lib/ops/roles'
import { whyNot } from '@/lib/ops/why-not'

/** The call that settles a finding, for a person with these roles at its place. Null: there is none. */
export function fixOf(check: Check, at: At, found: Stored, held: readonly Role[]): Finding['fix'] {
  if (!check.fix) return null
  const { command, asks } = check.fix
  const input = check.fix.input(at, found)
  if (!input || !fits(check.fix, input)) return null
  return {
    op: command.id,
    input,
    whyNot: whyNot(command, held) ?? null,
    isGoneDone:
      asks.length === 0 && command.readBack?.verdict(undefined, input, undefined) === 'done',
  }
}

/** Whether the command takes this input. Names in findings can be cut, and Atlas can answer anything. */
function fits({ command, asks }: Fix, input: Record<string, unknown>): boolean {
  const { error } = command.input.safeParse(input)
  return (error?.issues ?? []).every(({ path: [field] }) => asks.includes(String(field)))
}

const field = z.looseObject({
  label: z.string().default(''),
  hint: z.string().default(''),
  format: z.string().optional(),
})

/** A command that settles findings, in words. */
function inWords({ command, asks, what, verb }: Fix): FleetFix {
  const schema = z.toJSONSchema(command.input, { io: 'input', unrepresentable: 'any' })
  return {
    op: command.id,
    verb: verb ?? (command.verbs?.do ?? command.title).split(' ', 1)[0] ?? '',
    what,
    doing: command.verbs?.doing ?? 'Working…',
    isDanger: command.atlas !== undefined && fact(command.atlas.op).method === 'DELETE',
    invalidates: [...(command.invalidates ?? []), 'fleet.get', 'fleet.findings'],
    asks: asks.map((name) => {
      const { label, hint, format } = field.parse(schema.properties?.[name])
      return { name, label, hint, kind: format === 'date-time' ? 'time' : 'text' }
    }),
  }
}

/** By check. Made once, because it takes a few milliseconds. */
const words = new Map(checks.flatMap(({ id, fix }) => (fix ? [[id, inWords(fix)] as const] : [])))

/** Each fix of these checks once. */
export const fixesOf = (some: readonly Pick<Check, 'id'>[]): FleetFix[] => [
  ...new Map(
    some.flatMap(({ id }) => {
      const fix = words.get(id)
      return fix ? [[fix.op, fix] as const] : []
    }),
  ).values(),
]
