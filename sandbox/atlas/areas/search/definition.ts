import { z } from 'zod'
import { plain } from '@/lib/format/json'
import { type FieldViolation, invalid, type Reject } from '../../reject'

const object = z.record(z.string(), z.unknown())

/** Fields of both kinds of definitions; Atlas refuses any other. */
const common = {
  numPartitions: z.union([z.literal(1), z.literal(2), z.literal(4)]),
  storedSource: z.union([z.boolean(), object]),
}

const searchDefinition = z.strictObject({
  ...z.object(common).partial().shape,
  analyzer: z.string().optional(),
  searchAnalyzer: z.string().optional(),
  analyzers: z.array(z.looseObject({ name: z.string(), tokenizer: object })).optional(),
  mappings: z.strictObject({
    dynamic: z.union([z.boolean(), object]).optional(),
    fields: object.optional(),
  }),
  sort: z.unknown().optional(),
  synonyms: z
    .array(
      z.strictObject({
        name: z.string(),
        analyzer: z.string(),
        source: z.strictObject({ collection: z.string() }),
      }),
    )
    .optional(),
  typeSets: z
    .array(z.strictObject({ name: z.string(), types: z.array(object).max(100) }))
    .max(100)
    .optional(),
})

const vectorField = z.looseObject({
  type: z.literal('vector'),
  path: z.string().min(1),
  numDimensions: z.int().min(1).max(8192),
  similarity: z.enum(['euclidean', 'cosine', 'dotProduct']),
})
const otherField = z.looseObject({
  type: z.enum(['filter', 'text', 'autoEmbed']),
  path: z.string().min(1),
})

const vectorDefinition = z.strictObject({
  ...z.object(common).partial().shape,
  fields: z.array(z.discriminatedUnion('type', [vectorField, otherField])).min(1),
  nestedRoot: z.string().optional(),
})

const wrong = (error: z.ZodError, under: string): Reject => {
  const fields = error.issues.flatMap((issue): FieldViolation[] => {
    const at = [under, ...issue.path.map(String)].filter(Boolean).join('.')
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: `${at}.${key}`.replace(/^\./, ''),
          description: 'is not a known attribute',
        }))
      : [{ field: at || 'body', description: issue.message }]
  })
  return invalid(fields, 'INVALID_ATTRIBUTE')
}

/** A definition that Atlas accepts for a type; throws 400 INVALID_ATTRIBUTE. */
function definitionOf(type: 'search' | 'vectorSearch', sent: unknown): Record<string, unknown> {
  const shape = type === 'search' ? searchDefinition : vectorDefinition
  const parsed = shape.safeParse(plain(sent))
  if (!parsed.success) throw wrong(parsed.error, 'definition')
  return object.parse(sent)
}

const name = z.string().min(1, 'must not be empty')
const creation = z.strictObject({
  database: name,
  collectionName: name,
  name,
  type: z.enum(['search', 'vectorSearch']).default('search'),
  definition: object,
})

/** The index of a POST; throws 400. */
export function wantedIndex(body: unknown) {
  const parsed = creation.safeParse(body)
  if (!parsed.success) throw wrong(parsed.error, '')
  return { ...parsed.data, definition: definitionOf(parsed.data.type, parsed.data.definition) }
}

/** The definition of a PATCH; throws 400. */
export function wantedDefinition(body: unknown, type: 'search' | 'vectorSearch') {
  const parsed = z.strictObject({ definition: object }).safeParse(body)
  if (!parsed.success) throw wrong(parsed.error, '')
  return definitionOf(type, parsed.data.definition)
}

const sizes = /^S\d+_(HIGHCPU|HIGHCPU_NVME|LOWCPU_NVME|STORAGE_NVME)$/
const deployment = z.strictObject({
  specs: z
    .array(
      z.strictObject({
        instanceSize: z.string().regex(sizes, 'is not a size of search nodes'),
        nodeCount: z.int().min(2).max(32).nullish(),
        cloudProvider: z.string().nullish(),
        regionName: z.string().nullish(),
      }),
    )
    .min(1),
  defaultNodeCount: z.int().min(2).max(32).nullish(),
})

/** The search nodes of a POST or PATCH; throws 400. */
export function wantedNodes(body: unknown) {
  const parsed = deployment.safeParse(body)
  if (!parsed.success) throw wrong(parsed.error, '')
  const { specs, defaultNodeCount } = parsed.data
  return specs.map(({ instanceSize, nodeCount }) => {
    const count = nodeCount ?? defaultNodeCount
    if (count == null)
      throw invalid(
        [{ field: 'specs.nodeCount', description: 'must be given' }],
        'INVALID_ATTRIBUTE',
      )
    return { instanceSize, nodeCount: count }
  })
}

const analyzerNames = (definition: Record<string, unknown>): string[] => {
  const named = z.array(z.looseObject({ name: z.string() })).safeParse(definition.analyzers)
  return named.success ? named.data.map((a) => a.name) : []
}

const builtIn =
  /^lucene\.(standard|simple|whitespace|keyword|arabic|armenian|basque|bengali|brazilian|bulgarian|catalan|chinese|cjk|czech|danish|dutch|english|finnish|french|galician|german|greek|hindi|hungarian|indonesian|irish|italian|japanese|korean|kuromoji|latvian|lithuanian|morfologik|nori|norwegian|persian|portuguese|romanian|russian|smartcn|sorani|spanish|swedish|thai|turkish|ukrainian)$/

/** Every analyzer that a definition names, at any depth. */
function usedAnalyzers(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(usedAnalyzers)
  const parsed = object.safeParse(value)
  if (!parsed.success) return []
  return Object.entries(parsed.data).flatMap(([key, inner]) =>
    (key === 'analyzer' || key === 'searchAnalyzer') && typeof inner === 'string'
      ? [inner]
      : key === 'analyzers'
        ? []
        : usedAnalyzers(inner),
  )
}

/** The message with which hosts fail to build a definition that Atlas accepted, or undefined. */
export function whyFails(definition: Record<string, unknown>): string | undefined {
  const own = analyzerNames(definition)
  const unknown = usedAnalyzers(definition).find((a) => !builtIn.test(a) && !own.includes(a))
  return (
    unknown && `Analyzer "${unknown}" is neither a built-in analyzer nor defined in "analyzers".`
  )
}
