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
