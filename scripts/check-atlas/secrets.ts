/** Names of answer fields that say that they hold a secret, or a link that is one. */
const secretName =
  /private|secret|passw|token|credential|api_?key|(^|[a-z])key$|(delivery|download|snapshot|export)_?urls?$/i

/** Whether a field's name says that it holds a secret. Public keys and ids of keys are none. */
export const saysSecret = (name: string): boolean =>
  secretName.test(name) && !/public|id$/i.test(name)

/** The texts in an answer, at any depth, whose field's name says that they are secret. */
export const secretsIn = (value: unknown, name = ''): string[] => {
  if (typeof value === 'string') return saysSecret(name) && value !== '' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Array.isArray(value)
    ? value.flatMap((one) => secretsIn(one, name))
    : Object.entries(value).flatMap(([field, one]) => secretsIn(one, field))
}
