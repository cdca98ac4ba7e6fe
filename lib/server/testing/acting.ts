import { executeNext } from '@/lib/approvals/executor'
import { entries } from '@/lib/audit/read'
import { newId } from '@/lib/format/id'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import type { Person } from '../person'
import { reach } from '../reach'
import { type RunContext, run } from '../run'

/** Runs an operation as a persona of the sandbox, who types the required phrase. */
export const as = (who: string, op: Op, input: unknown, trace = newId()) =>
  runTyped(op, input, personAs(who), { requestId: trace })

/** The failure of an operation. Throws if it succeeds. */
export async function refusal(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => 'it went through',
    (e: unknown) => e,
  )
  if (!(error instanceof OpError)) throw new Error(`No refusal: ${String(error)}`)
  return error.failure
}

/** The audit rows of one action, oldest first. */
export const audited = async (trace: string) =>
  (await entries(sql(), { limit: 500, trace })).map(({ body }) => body)

/** An approval counts only from people whose groups were recorded at a sign-in. */
export async function wasSeen(person: Person = personAs('approver')): Promise<void> {
  const { iss, sub, name, groups } = person
  await sql()`insert into person_seen ${sql()({ iss, sub, name, groups })}
    on conflict (iss, sub) do update set groups = excluded.groups`
}

/** Executes everything that is approved and due. */
export async function settleAll(): Promise<void> {
  while (await executeNext(sql(), reach));
}

/** The phrase that a command requires in production, if any. */
export function phraseOf(op: Op, input: unknown): string | undefined {
  const parsed = op.input.safeParse(input)
  if (op.kind !== 'command' || !parsed.success) return undefined
  const asked = op.id === 'requests.file' ? ops.get(String(parsed.data.op)) : undefined
  if (asked) return phraseOf(asked, parsed.data.input)
  const friction = op.friction?.(parsed.data, 'production')
  return friction && 'phrase' in friction ? friction.phrase : undefined
}

/** Same as `run`, with the required phrase typed. */
export const runTyped = (
  op: Op,
  input: unknown,
  person: Person,
  context: RunContext = { requestId: newId() },
) => run(op, input, person, { ...context, confirm: phraseOf(op, input) })
