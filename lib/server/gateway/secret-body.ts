import { printJson, readJson } from '@/lib/format/json'
import { secretFieldsOf } from '@/lib/format/secret-names'
import { isObject } from '@/lib/format/values'
import { type Command, HIDDEN } from '@/lib/ops/define'
import { operationIdOf } from '@/lib/ops/derived-access'
import { OpError } from '@/lib/ops/failure'
import { withoutSecrets } from '@/lib/ops/without-secrets'
import { takesAccessAway } from '../friction-now'
import { refuseSecrets } from '../parse-input'
import { Refused } from './refusal'

/** How the secrets of a call are kept out of what Gatehouse stores. */
export type WithoutSecrets = {
  hasSecrets: boolean
  /** The input with a placeholder for each secret. */
  stored: Input
  /** The body without its secret fields, as JSON text. Null for no body. */
  body: string | null
}

type Input = Record<string, unknown>
type Sent = { op: Command; input: Input; body?: Buffer | undefined }

/** What Gatehouse may store of a call. Secrets are what the description says, or for a derived one what is named like one. */
export function withoutBodySecrets({ op, input, body }: Sent): WithoutSecrets {
  const text = body?.toString('utf8') ?? null
  const own = op.secrets?.filter((name) => input[name] !== undefined) ?? []
  const json = text === null ? undefined : readJson(text)
  const isDerived = operationIdOf(op.id) !== undefined
  // A secret can have another name in the body than in the input.
  const isNamed = isDerived || own.length > 0
  const isSecret = (names: readonly string[], value: Record<string, unknown>) =>
    new Set([
      ...own.filter((name) => names.includes(name)),
      ...(isNamed ? secretFieldsOf(value).filter((name) => isText(value[name])) : []),
    ])
  if (own.length === 0 && !has(json, isSecret))
    return { hasSecrets: false, stored: input, body: text }
  const stored = isDerived
    ? { ...input, body: printJson(mapped(json, isSecret, () => HIDDEN)) }
    : withoutSecrets(op, input)
  return { hasSecrets: true, stored, body: printJson(mapped(json, isSecret, () => undefined)) }
}

/**
 * Refuses a credential in what people write, such as a comment: Atlas would store and show it. Of a request also in what
 * approvers see, and what takes access away never, as in the console. @throws Refused
 */
export function refuseCredentials(op: Command, input: Input, isRequest = false): void {
  if (takesAccessAway(op)) return
  try {
    refuseSecrets(op, input, isRequest)
  } catch (error) {
    if (!(error instanceof OpError)) throw error
    const said = `${error.message} Nothing was sent to Atlas.`
    throw new Refused(400, 'GATEHOUSE_INVALID_REQUEST', said)
  }
}

/** An input with the JSON of its body in place of its text. */
export const withJson = (input: Input): Input =>
  typeof input.body === 'string' ? { ...input, body: readJson(input.body) } : input

type Finds = (names: readonly string[], value: Record<string, unknown>) => ReadonlySet<string>

/** A text, or a list or object that can hold one. */
const isText = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null)

function has(value: unknown, isSecret: Finds): boolean {
  if (Array.isArray(value)) return value.some((one) => has(one, isSecret))
  if (!isObject(value)) return false
  return (
    isSecret(Object.keys(value), value).size > 0 ||
    Object.values(value).some((one) => has(one, isSecret))
  )
}

/** The value with another one in each secret field; undefined leaves the field out. */
function mapped(value: unknown, isSecret: Finds, to: () => string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => mapped(one, isSecret, to))
  if (!isObject(value)) return value
  const secret = isSecret(Object.keys(value), value)
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      secret.has(name) ? to() : mapped(one, isSecret, to),
    ]),
  )
}
