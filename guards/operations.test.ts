import { expect, test } from 'vitest'
import { z } from 'zod'
import { allFacts, fact } from '@/lib/atlas/facts'
import type { Command, Op } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { consoleOp } from '@/lib/server/console-ops'
import { targetOf } from '@/lib/server/target'
import { handlers } from '@/sandbox/atlas/find-handlers'
import { type Sample, samplesOf } from '@/scripts/check-atlas/samples'
import { sources } from './sources'

const all = [...ops.values()]
const commands = all.filter((op): op is Command => op.kind === 'command')
const named = new Map(allFacts())
const ids = (list: readonly Op[]) => list.map(({ id }) => id)

/** Valid inputs of an operation, also with a wide address, which generated samples do not have. */
function inputsOf(op: Op): Sample['input'][] {
  const samples = samplesOf(op)
  const wide = samples.flatMap(({ raw }) => {
    const text = JSON.stringify(raw).replaceAll('203.0.113.0/24', '0.0.0.0/0')
    const parsed = op.input.safeParse(JSON.parse(text))
    return parsed.success ? [parsed.data] : []
  })
  return [...samples.map(({ input }) => input), ...wide]
}

const inputs = new Map(all.map((op) => [op.id, inputsOf(op)]))

/** Calls `about` for each item and returns its unique findings. */
const wrongWith = <T>(
  list: readonly T[],
  about: (item: T) => ReadonlyArray<string | undefined>,
): string[] => [...new Set(list.flatMap(about).filter((s) => s !== undefined))]

test('every operation has a generated input, so that the rules below apply to each', () => {
  expect(ids(all.filter((op) => inputs.get(op.id)?.length === 0))).toEqual([])
})

test('an id is resource.verb and is declared once, in a registered file', () => {
  const declared = sources
    .filter(({ path }) => /^lib\/ops\/[^/]+(?<!\.test)\.ts$/.test(path))
    .flatMap(({ text }) =>
      [...text.matchAll(/\b(?:query|command)\(\{\s*id: '([^']+)'/g)].map(([, id = '']) => id),
    )
  expect(declared.toSorted()).toEqual([...ops.keys()].toSorted())
  expect(declared.filter((id) => !/^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/.test(id))).toEqual([])
})

test('titles and summaries start with a capital and have no period', () => {
  expect(ids(all.filter(({ title }) => !/^[A-Z].*[^.!]$/.test(title)))).toEqual([])
  expect(ids(all.filter(({ roles: needs }) => needs.length === 0))).toEqual([])
  expect(
    wrongWith(commands, (op) =>
      (inputs.get(op.id) ?? []).map((input) =>
        /^[A-Z].*[^.]$/s.test(op.summary(input)) && targetOf(op, input) !== ''
          ? undefined
          : `${op.id}: ${op.summary(input)}`,
      ),
    ),
  ).toEqual([])
})

test('Atlas has every operation in its pinned version for 90 more days, or the operation has a successor', () => {
  const soon = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  const wrong = wrongWith(all, ({ id, atlas, successor }) => {
    if (!atlas) return []
    const facts = named.get(atlas.op)
    const version = facts?.versions.find((v) => v.version === atlas.version)
    const ends = [version?.sunset, facts?.sunset].filter((day) => day !== undefined && day <= soon)
    return [
      facts ? undefined : `${id}: the facts hold no ${atlas.op}`,
      facts?.removed && !successor ? `${id}: Atlas has removed ${atlas.op}` : undefined,
      !facts || version ? undefined : `${id}: ${atlas.op} has no version ${atlas.version}`,
      ...(successor ? [] : ends).map(
        (day) => `${id}: Atlas ends ${atlas.op} ${atlas.version} on ${day}`,
      ),
    ]
  })
  expect(wrong).toEqual([])
})

test('the sandbox answers every Atlas operation that the console uses, and only existing ones', () => {
  const used = all.flatMap(({ atlas }) => (atlas ? [atlas.op] : []))
  expect(used.filter((op) => !Object.hasOwn(handlers, op))).toEqual([])
  expect(Object.keys(handlers).filter((op) => !named.has(op))).toEqual([])
})

test('an operation is Atlas’s, a guided command, or bound to a function', () => {
  const ways = (op: Op) => [op.atlas, op.kind === 'command' && op.guided, consoleOp(op.id)]
  expect(ids(all.filter((op) => ways(op).filter(Boolean).length !== 1))).toEqual([])
  const { text = '' } = sources.find(({ path }) => path === 'lib/server/console-ops.ts') ?? {}
  const bound = [...text.matchAll(/^\s+'([\w.]+)': /gm)].map(([, id = '']) => id)
  expect(bound.length).toBeGreaterThan(0)
  expect(bound.filter((id) => !ops.has(id))).toEqual([])
})

test('a command invalidates only queries', () => {
  const wrong = wrongWith(commands, (op) =>
    (op.invalidates ?? []).map((id) =>
      ops.get(id)?.kind === 'query' ? undefined : `${op.id} makes ${id} stale`,
    ),
  )
  expect(wrong).toEqual([])
})

test('undo is a command that accepts the given fields', () => {
  const wrong = wrongWith(commands, (op) =>
    (inputs.get(op.id) ?? []).map((input) => {
      const undo = op.undo?.(input)
      if (!undo) return undefined
      const by = ops.get(undo.id)
      // The rest of its input, such as which grant to end, is known only when it is sent.
      const isTaken = by && z.strictObject(by.input.shape).partial().safeParse(undo.input).success
      return by?.kind === 'command' && isTaken ? undefined : `${op.id} is undone by ${undo.id}`
    }),
  )
  expect(wrong).toEqual([])
})

test('readBack is a query that accepts its input', () => {
  const wrong = wrongWith(commands, (op) =>
    (inputs.get(op.id) ?? []).map((input) => {
      const read = op.readBack?.read(input)
      if (!read) return undefined
      const by = ops.get(read.id)
      return by?.kind === 'query' && by.input.safeParse(read.input).success
        ? undefined
        : `${op.id} is read back by ${read.id}`
    }),
  )
  expect(wrong).toEqual([])
})

test('the reads of precondition and guided are queries that accept their input', () => {
  const wrong = wrongWith(commands, (op) =>
    (inputs.get(op.id) ?? []).flatMap((input) =>
      [op.precondition?.read(input), op.guided?.read(input)].flat().map((read) => {
        if (!read) return undefined
        const by = ops.get(read.id)
        return by?.kind === 'query' && by.input.safeParse(read.input).success
          ? undefined
          : `${op.id} reads ${read.id} first`
      }),
    ),
  )
  expect(wrong).toEqual([])
})

test('a guided command has a slot, and a successor exists', () => {
  expect(ids(commands.filter((op) => op.guided && !op.slot))).toEqual([])
  expect(ids(all.filter(({ successor }) => successor && !ops.has(successor)))).toEqual([])
})

test('a command that can need approval has a readBack', () => {
  const gated = commands.filter(
    (op) =>
      /["'`]approval["'`]/.test(String(op.friction)) ||
      inputs
        .get(op.id)
        ?.some((input) =>
          (['production', 'other'] as const).some(
            (environment) => op.friction?.(input, environment).level === 'approval',
          ),
        ),
  )
  expect(ids(gated)).toContain('employee.grant')
  expect(ids(gated)).toContain('access.allow')
  expect(ids(gated.filter((op) => !op.readBack))).toEqual([])
})

test('a command with a slot takes turns and can be undone', () => {
  const slots = commands.filter((op) => op.slot && !op.guided)
  expect(ids(slots.filter((op) => !op.concurrencyKey || !op.undo || !op.readBack?.before))).toEqual(
    [],
  )
})

test('secrets and durationField name input fields', () => {
  const wrong = wrongWith(all, (op) => {
    const fields = Object.keys(op.input.shape)
    const lasts = op.kind === 'command' && op.durationField ? [op.durationField] : []
    return [...(op.secrets ?? []), ...lasts].map((name) =>
      fields.includes(name) ? undefined : `${op.id}: ${name}`,
    )
  })
  expect(wrong).toEqual([])
})

/** No secret is in a switch or a number, an id, or an address such as `tokenEndpointUrl`. */
const isHarmless = (name: string, field: z.core.$ZodType) =>
  /(Id|Url)$/.test(name) ||
  ([true, 24].some((value) => z.safeParse(field, value).success) &&
    !z.safeParse(field, 'text').success)

test('a field with a secret name is declared secret', () => {
  const wrong = wrongWith(all, (op) =>
    Object.entries(op.input.shape).map(([name, field]) =>
      !isHarmless(name, field) &&
      /secret|passw|token|private|credential/i.test(name) &&
      !op.secrets?.includes(name)
        ? `${op.id}: ${name}`
        : undefined,
    ),
  )
  expect(wrong).toEqual([])
})

test('every path parameter comes from the input or from `path`', () => {
  const wrong = wrongWith(all, (op) => {
    if (!op.atlas) return []
    const names = [...fact(op.atlas.op).path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    return (inputs.get(op.id) ?? []).flatMap((input) => {
      const given = { ...input, ...op.path?.(input) }
      return names.map((name) => (name in given ? undefined : `${op.id}: {${name}}`))
    })
  })
  expect(wrong).toEqual([])
})
