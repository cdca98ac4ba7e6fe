/** Two small descriptions and their differences from a changed specification, for tests. */
import { z } from 'zod'
import { factsOf, parseSpec } from '@/lib/atlas/spec'
import { command, type Op, query } from '@/lib/ops/define'
import { compare } from './compare'
import { type Fragment, fragment } from './fragment'

const today = new Date('2026-11-21T00:00:00Z')
export const shelfId = z.string().regex(/^[a-f0-9]{24}$/)
export const book = z.strictObject({
  kind: z.enum(['CRIME', 'ROMANCE']),
  title: z.string().trim().min(3, 'Say its title').max(20),
  until: z.iso
    .datetime()
    .refine((at) => Date.parse(at) > Date.now())
    .optional(),
})
export const list = query({
  id: 'books.list',
  title: 'List books',
  atlas: { op: 'listBooks', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ shelfId }),
  output: z.looseObject({
    results: z.array(z.looseObject({ title: z.string().nullish(), scale: z.number().nullish() })),
    totalCount: z.number().nullish(),
  }),
  allPages: true,
})
export const adding = {
  id: 'books.add',
  title: 'Add books',
  atlas: { op: 'addBooks', version: '2024-08-05' },
  roles: ['operator'] as const,
  input: z.strictObject({ shelfId, books: z.array(book).min(1) }),
  output: z.unknown(),
  summary: () => 'Add books',
  target: () => 'books',
  body: (i: { books: unknown }) => i.books,
}
const facts = factsOf(parseSpec(JSON.stringify(fragment()))).operations

/** The differences of these descriptions from a changed fragment, as `operation field`. */
export function differ(
  change: (spec: Fragment) => void = () => {},
  ops: Op[] = [list, command(adding)],
) {
  const changed = fragment()
  change(changed)
  const { differences } = compare(parseSpec(JSON.stringify(changed)), { facts, ops, today })
  return differences.map((d) => `${d.operation} ${d.field}`)
}
