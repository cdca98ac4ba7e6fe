import { readJson } from '@/lib/format/json'
import { secretFieldsOf } from '@/lib/format/secret-names'
import { isObject } from '@/lib/format/values'
import { list } from '@/lib/format/words'
import { HIDDEN } from './define'
import { jsonInput } from './json-input'

/** Gatehouse would store a body in a request and in the log, so it takes none with a secret. */
export const body = jsonInput('Enter the body as JSON', {}).check((context) => {
  if (context.issues.length > 0) return
  const secrets = secretsIn(readJson(context.value))
  if (secrets.length > 0)
    context.issues.push({
      code: 'custom',
      message: `Gatehouse stores the body, and ${list(secrets)} looks like a secret. Send this call from a client of Atlas through Gatehouse, or set it in Atlas.`,
      input: context.value,
    })
})

/** The names of the fields with secret texts. A hidden text is stored without harm. */
function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(secretsIn))]
  if (!isObject(value)) return []
  const named = secretFieldsOf(value).filter((name) =>
    [value[name]].flat().some((one) => typeof one === 'string' && one !== HIDDEN),
  )
  return [...new Set([...named, ...Object.values(value).flatMap(secretsIn)])]
}
