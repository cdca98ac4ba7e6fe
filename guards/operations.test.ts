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

/** Inputs that the description accepts; a wide address besides, which no generated sample is. */
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

/** Calls `about` for every input of every command and gives what it finds wrong, each once. */
const wrongWith = <T>(
  list: readonly T[],
  about: (item: T) => ReadonlyArray<string | undefined>,
): string[] => [...new Set(list.flatMap(about).filter((s) => s !== undefined))]

test('an input could be made up for every operation, so that the rules below are tried on each', () => {
  expect(ids(all.filter((op) => inputs.get(op.id)?.length === 0))).toEqual([])
})

test('an id reads resource.verb and is declared once, in a file that the registry lists', () => {
  const declared = sources
    .filter(({ path }) => /^lib\/ops\/[^/]+(?<!\.test)\.ts$/.test(path))
    .flatMap(({ text }) =>
      [...text.matchAll(/\b(?:query|command)\(\{\s*id: '([^']+)'/g)].map(([, id = '']) => id),
    )
  expect(declared.toSorted()).toEqual([...ops.keys()].toSorted())
  expect(declared.filter((id) => !/^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/.test(id))).toEqual([])
})

test('what an operation is called and does is said in words that fit into a sentence', () => {
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

test('Atlas knows every operation in the version it is pinned to, and keeps it for 90 days more or a successor is named', () => {
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

test('the sandbox answers every Atlas operation that the console uses, and only ones that exist', () => {
  const used = all.flatMap(({ atlas }) => (atlas ? [atlas.op] : []))
  expect(used.filter((op) => !Object.hasOwn(handlers, op))).toEqual([])
  expect(Object.keys(handlers).filter((op) => !named.has(op))).toEqual([])
})

test('an operation is of Atlas, or a guided command, or bound to a function of our own', () => {
  const ways = (op: Op) => [op.atlas, op.kind === 'command' && op.guided, consoleOp(op.id)]
  expect(ids(all.filter((op) => ways(op).filter(Boolean).length !== 1))).toEqual([])
  const { text = '' } = sources.find(({ path }) => path === 'lib/server/console-ops.ts') ?? {}
  const bound = [...text.matchAll(/^\s+'([\w.]+)': /gm)].map(([, id = '']) => id)
  expect(bound.length).toBeGreaterThan(0)
  expect(bound.filter((id) => !ops.has(id))).toEqual([])
})

test('what a command makes stale is a query', () => {
  const wrong = wrongWith(commands, (op) =>
    (op.invalidates ?? []).map((id) =>
      ops.get(id)?.kind === 'query' ? undefined : `${op.id} makes ${id} stale`,
    ),
  )
  expect(wrong).toEqual([])
})

test('what undoes a command is a command that takes those fields', () => {
  const wrong = wrongWith(commands, (op) =>
    (inputs.get(op.id) ?? []).map((input) => {
      const undo = op.undo?.(input)
      if (!undo) return undefined
      const by = ops.get(undo.id)
      // The rest of its input, such as the grant that is meant, is known only when it is sent.
      const isTaken = by && z.strictObject(by.input.shape).partial().safeParse(undo.input).success
      return by?.kind === 'command' && isTaken ? undefined : `${op.id} is undone by ${undo.id}`
    }),
  )
  expect(wrong).toEqual([])
})

test('what reads a command back is a query that takes that very input', () => {
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

test('what a command reads first, and what a guided command plans on, is a query that takes that very input', () => {
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

test('a guided command keeps a second one out, and what follows an operation is one', () => {
  expect(ids(commands.filter((op) => op.guided && !op.slot))).toEqual([])
  expect(ids(all.filter(({ successor }) => successor && !ops.has(successor)))).toEqual([])
})

test('whatever can ask for a second person can be read back', () => {
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

test('a command that fills a slot takes turns on it and can be ended', () => {
  const slots = commands.filter((op) => op.slot && !op.guided)
  expect(ids(slots.filter((op) => !op.concurrencyKey || !op.undo || !op.readBack?.before))).toEqual(
    [],
  )
})

test('fields that an operation names are fields of its input', () => {
  const wrong = wrongWith(all, (op) => {
    const fields = Object.keys(op.input.shape)
    const lasts = op.kind === 'command' && op.durationField ? [op.durationField] : []
    return [...(op.secrets ?? []), ...lasts].map((name) =>
      fields.includes(name) ? undefined : `${op.id}: ${name}`,
    )
  })
  expect(wrong).toEqual([])
})

/** A field that is true or false holds no secret. */
const isFlag = (field: z.core.$ZodType) =>
  z.safeParse(field, true).success && !z.safeParse(field, 'text').success

test('a field whose name says that it is secret is declared so', () => {
  const wrong = wrongWith(all, (op) =>
    Object.entries(op.input.shape).map(([name, field]) =>
      !isFlag(field) &&
      /secret|passw|token|private|credential/i.test(name) &&
      !op.secrets?.includes(name)
        ? `${op.id}: ${name}`
        : undefined,
    ),
  )
  expect(wrong).toEqual([])
})

test('path parameters of the Atlas operation come from the input, by name or by the description', () => {
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
