import { withoutCredentials } from './credentials'

/** Names of answer fields that suggest a secret, or a link to data. */
const secretName =
  /private|secret|passw|token|credential|key|^headers$|oauthbearerExtensions$|(delivery|download|snapshot|export|signed|redirect|webhook)_?urls?$/i

/** Names that contain such a word but are not secret: ids, addresses, states, times and public parts. */
const harmless =
  /public|^privateEndpoints?(ipaddress)?$|ids?$|names?$|arn$|type$|status$|state$|enabled$|endpointurl$|(at|date|version|count)$/i

/** The fields of an object that are named like a secret. The key and value of a tag are not secret. */
export const secretFields = (names: readonly string[]): readonly string[] =>
  names.filter(
    (name) =>
      secretName.test(name) && !harmless.test(name) && !(name === 'key' && names.includes('value')),
  )

const isText = (value: unknown): value is string => typeof value === 'string'

/** Looking for credentials takes long, and answers have many texts. */
const mayLetIn = /:\/\/|PRIVATE KEY-|^Bearer \S+$/i
const letsIn = (value: unknown) =>
  isText(value) && mayLetIn.test(value) && withoutCredentials(value) !== value

/** With these, whoever has them downloads a backup. */
const ofDelivery = /^(url|urlV2|authValue)$/

/**
 * The fields of an object that are secret: named like one, or with a text that lets in whoever has it, such as a private
 * key, or an address with a password or a signature. Atlas calls the address of a webhook or of a backup only `url`.
 */
export function secretFieldsOf(object: Readonly<Record<string, unknown>>): readonly string[] {
  const names = Object.keys(object)
  const named = new Set(secretFields(names))
  const isWebhook = isText(object.type) && /webhook/i.test(object.type)
  const isDelivery = names.includes('methodName')
  return names.filter(
    (name) =>
      named.has(name) ||
      (name === 'url' && isWebhook) ||
      (isDelivery && ofDelivery.test(name)) ||
      [object[name]].flat().some(letsIn),
  )
}

const texts = /"([\w-]+)"\s*:\s*\[?\s*"/g
const webhook = /"type"\s*:\s*"[^"]*webhook/i

/** Whether JSON that may be incomplete has a text that is named like a secret, or that lets in whoever has it. */
export function looksSecret(json: string): boolean {
  const names = [...json.matchAll(texts)].map(([, name = '']) => name)
  const isWebhook = names.includes('url') && webhook.test(json)
  return secretFields(names).length > 0 || isWebhook || withoutCredentials(json) !== json
}
